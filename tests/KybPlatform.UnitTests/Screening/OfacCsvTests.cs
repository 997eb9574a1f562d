using AwesomeAssertions;
using CsCheck;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class OfacCsvTests
{
    private static ListSnapshot Small => OfacFiles.Small.Read().Snapshot!;

    private static ListEntity Entry(string id) => Small.Entities.Single(e => e.Id == id);

    [Fact]
    public void An_issue_becomes_one_complete_snapshot()
    {
        var published = new DateTimeOffset(2021, 7, 7, 0, 0, 0, TimeSpan.Zero);
        var snapshot = OfacFiles.Small.Read(new ListReadOptions(published)).Snapshot!;

        snapshot.ListKey.Should().Be("ofac_sdn");
        snapshot.IsComplete.Should().BeTrue();
        snapshot.IsSample.Should().BeFalse();
        snapshot.PublishedAt.Should().Be(published);
        snapshot.Sha256.Should().MatchRegex("^[0-9a-f]{64}$");
        snapshot.Entities.Select(e => e.Id).Should().Equal("15062", "17318", "28859", "306", "36");
        snapshot.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void A_zip_reads_like_its_files()
    {
        var zipped = OfacFiles.Small.ReadZipped().Snapshot!;
        zipped.Sha256.Should().Be(Small.Sha256);
        zipped.Entities.Select(ContentHash.Of).Should().Equal(Small.Entities.Select(ContentHash.Of));
    }

    [Fact]
    public void Types_programs_and_countries_are_read()
    {
        Entry("36").Schema.Should().Be(EntitySchema.Organization);
        Entry("17318").Schema.Should().Be(EntitySchema.Person);
        Entry("15062").Schema.Should().Be(EntitySchema.Vessel);
        Entry("15062").Programs.Should().Equal("IRAN", "IFSR");
        Entry("15062").Countries.Should().Equal("IR");
        Entry("306").Countries.Should().Equal("CH");
        Entry("36").Addresses.Should().Equal(new ListAddress(null, "Havana", "CU"));
        Entry("17318").Addresses.Should().BeEmpty();
    }

    [Fact]
    public void Aliases_of_the_alias_file_are_strong_and_quoted_ones_in_the_remarks_weak()
    {
        Entry("306").Aliases.Should().Equal(
            new ListAlias("NATIONAL BANK OF CUBA", AliasStrength.Strong, "Latn"),
            new ListAlias("BNC", AliasStrength.Weak, "Latn"));
    }

    [Fact]
    public void A_remark_that_overflows_is_put_together_again()
    {
        Entry("17318").Remarks.Should().EndWith("a.k.a. 'Khirurg'.");
        Entry("17318").Aliases.Select(a => a.Name).Should().Equal("The Surgeon", "Khirurg");
    }

    [Fact]
    public void Birth_dates_and_numbers_are_read_from_the_remarks()
    {
        Entry("28859").BirthDates.Select(d => d.ToString()).Should().Equal("1967-03-15", "~1970");
        Entry("28859").Identifiers.Should().Equal(new ListIdentifier("passport", "W44473918", "IR"), new ListIdentifier("passport", "A12688767", "IQ"));
        Entry("15062").Identifiers.Should().Equal(new ListIdentifier("imo", "9404546", null));
    }

    [Fact]
    public void A_row_with_another_number_of_columns_refuses_the_file_with_its_line()
    {
        var broken = OfacFiles.Small with { Aliases = "36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n306,220,\"aka\"\r\n" };
        broken.Read().Refusal.Should().BeEquivalentTo(new { Code = "wrong_column_count", File = "alt.csv", Line = 2L });
    }

    [Theory]
    [InlineData("36,12,\"aka\",\"AERO-CAR", "truncated")]
    [InlineData("36,12,\"aka\",\"AERO\"CARIBBEAN\",-0- \r\n", "bad_quoting")]
    [InlineData("36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n\u001Amore\r\n", "text_after_end")]
    [InlineData("99,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n", "unknown_entry")]
    [InlineData("x,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n", "bad_id")]
    public void A_broken_alias_file_refuses_the_issue(string aliases, string code)
    {
        var reading = (OfacFiles.Small with { Aliases = aliases }).Read();
        reading.Snapshot.Should().BeNull();
        reading.Refusal!.Code.Should().Be(code);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var reading = ListFormats.Read(ListKeys.OfacSdn, [ListFile.Of("sdn.csv", [])]);
        reading.Refusal.Should().BeEquivalentTo(new { Code = "missing_file", File = "alt.csv" });
    }

    [Fact]
    public void Bytes_that_are_not_utf8_refuse_the_file()
    {
        byte[] latin1 = [.. "36,\"CAF"u8, 0xC9, .. "\",-0-\r\n"u8];
        var files = new[] { "sdn.csv", "alt.csv", "add.csv" }.Select(n => ListFile.Of(n, latin1)).ToList();
        ListFormats.Read(ListKeys.OfacSdn, files).Refusal!.Code.Should().Be("not_utf8");
    }

    [Fact]
    public void An_issue_that_lost_more_than_a_fifth_is_taken_as_truncated()
    {
        OfacFiles.Small.Read(new ListReadOptions(PreviousEntityCount: 7)).Refusal!.Code.Should().Be("shrunk");
        OfacFiles.Small.Read(new ListReadOptions(PreviousEntityCount: 6)).Snapshot.Should().NotBeNull();
    }

    [Fact]
    public void A_file_cut_anywhere_is_never_read_as_a_smaller_list()
    {
        var whole = OfacFiles.Small.Primary;
        Gen.Int[1, whole.Length - 3].Sample(length =>
        {
            var reading = (OfacFiles.Small with { Primary = whole[..length] }).Read();
            // Cut behind the last row nothing is missing.
            return reading.Refusal is not null || reading.Snapshot!.Entities.Length == 5;
        });
    }

    [Fact]
    public void An_unknown_list_is_refused()
    {
        ListFormats.Read("my_list", []).Refusal!.Code.Should().Be("unknown_list");
    }
}
