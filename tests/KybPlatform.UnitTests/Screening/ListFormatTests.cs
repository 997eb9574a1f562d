using System.Text;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Lists.Sources;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>The same invented parties in every format.</summary>
public sealed class ListFormatTests
{
    private static ListSnapshot Whole(string key, string name, string text) => SmallLists.Read(key, name, text) is { Snapshot: { } read } ? read : throw new InvalidOperationException($"{SmallLists.Read(key, name, text).Refusal}");

    public static TheoryData<string, string> Formats => [.. SmallLists.All.Select(l => (l.Key, l.Name))];

    private static string TextOf(string name) => SmallLists.All.Single(l => l.Name == name).Text;

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_gives_the_same_three_parties_to_a_search(string key, string name)
    {
        var list = Whole(key, name, TextOf(name));
        var index = ScreeningIndex.Build([list]);

        list.Entities.Should().HaveCount(3);
        list.ListKey.Should().Be(key);
        list.IsComplete.Should().BeTrue();
        list.Sha256.Should().MatchRegex("^[0-9a-f]{64}$");
        foreach (var party in (string[])["Quirinia Zanthropova", "Askelund Fiction Company Ltd", "Velvet Heron"])
            index.Screen(new ScreeningQuery { Name = party }).Should().NotBeEmpty("{0} is in {1}", party, name);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_cut_anywhere_is_never_read_as_a_smaller_list(string key, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(TextOf(name));
        Gen.Int[0, bytes.Length - 1].Sample(length =>
        {
            var reading = ListFormats.Read(key, [ListFile.Of(name, bytes[..length])], new ListReadOptions(PreviousEntityCount: 3));
            return reading.Refusal is { Code.Length: > 0 } || reading.Snapshot!.Entities.Length == 3;
        }, iter: 400);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Another_publishers_file_is_refused(string key, string name)
    {
        foreach (var other in SmallLists.All.Where(l => l.Key != key))
            SmallLists.Read(key, other.Name, other.Text).Refusal.Should().NotBeNull("{0} is no {1}", other.Name, name);
    }

    [Theory]
    [InlineData(ListKeys.OfacSdn, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><sdnList><sdnEntry><uid>&b;</uid></sdnEntry></sdnList>", "broken_xml")]
    [InlineData(ListKeys.Eu, "<!DOCTYPE export [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><export>&b;</export>", "broken_xml")]
    [InlineData(ListKeys.Eu, "<export>&nbsp;</export>", "broken_xml")]
    [InlineData(ListKeys.OfacSdn, "<sdnList><publshInformation><Record_Count>2</Record_Count></publshInformation><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>", "truncated")]
    [InlineData(ListKeys.OfacSdn, "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName><sdnType>Ghost</sdnType></sdnEntry></sdnList>", "unknown_type")]
    [InlineData(ListKeys.OfacConsolidated, "<sanctionsData><publicationInfo><filters><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists></filters></publicationInfo></sanctionsData>", "wrong_list")]
    [InlineData(ListKeys.Uk, "<html>We are down for maintenance</html>", "not_uk_list")]
    [InlineData(ListKeys.UsCsl, "_id,source\r\n1,2\r\n", "not_csl")]
    [InlineData(ListKeys.UsCsl, "{\"results\": 5}", "not_csl")]
    [InlineData(ListKeys.OpenSanctions, "{\"id\":\"a\"}", "not_ftm")]
    [InlineData(ListKeys.OpenSanctions, "[1,", "broken_json")]
    [InlineData(ListKeys.UsDeniedPersons, "Name,Street\n", "not_denied_persons")]
    public void What_is_hostile_or_not_the_list_is_refused_with_its_code(string key, string text, string code)
    {
        SmallLists.Read(key, "file", text).Refusal!.Code.Should().Be(code);
    }

    [Fact]
    public void A_broken_zip_and_one_that_never_ends_are_refused()
    {
        ListFormats.Read(ListKeys.Uk, [ListFile.Of("uk.ods", SmallLists.OpenDocument(SmallLists.UkCsv)[..^60])]).Refusal!.Code.Should().Be("broken_zip");
        ListFormats.Read(ListKeys.Uk, [ListFile.Of("uk.ods", [.. "PK\u0003\u0004"u8, 1, 2, 3])]).Refusal!.Code.Should().Be("broken_zip");
        using var bomb = new BoundedStream(new MemoryStream(new byte[100]), 99, "bomb.xml");
        ((Action)(() => bomb.CopyTo(Stream.Null))).Should().Throw<ListBrokenException>().Which.Refusal.Code.Should().Be("file_too_large");
    }

    [Fact]
    public void The_sheet_reads_like_the_text_of_the_uk_list()
    {
        var sheet = ListFormats.Read(ListKeys.Uk, [ListFile.Of("uk.ods", SmallLists.OpenDocument(SmallLists.UkCsv))]).Snapshot!;
        sheet.PublishedAt.Should().Be(new DateTimeOffset(2025, 11, 28, 0, 0, 0, TimeSpan.Zero));
        sheet.Entities.Select(ContentHash.Of).Should().Equal(Whole(ListKeys.Uk, "uk.csv", SmallLists.UkCsv).Entities.Select(ContentHash.Of));
    }

    [Fact]
    public void Classic_xml_is_read_with_all_that_screening_uses()
    {
        var list = Whole(ListKeys.OfacSdn, "sdn.xml", SmallLists.ClassicXml);
        list.PublishedAt.Should().Be(new DateTimeOffset(2021, 7, 6, 0, 0, 0, TimeSpan.Zero));
        Written(list, "101").Should().Be("person ZANTHROPOVA, Quirinia Maud | ZANTROPOVA, Quirina; (MAUDLIN) | 1971-05-04 | CU RU | passport X1234567 IR | 1 Example Street, Havana, CU | FICTION NOVEL");
        Written(list, "103").Should().Be("vessel VELVET HERON |  |  | PA | imo 9999999; call_sign ZZ99 |  | ");
    }

    [Fact]
    public void Advanced_xml_is_read_with_all_that_screening_uses()
    {
        var list = Whole(ListKeys.OfacSdn, "sdn_advanced.xml", SmallLists.AdvancedXml);
        list.PublishedAt.Should().Be(new DateTimeOffset(2021, 7, 6, 0, 0, 0, TimeSpan.Zero));
        Written(list, "101").Should().Be("person ZANTHROPOVA, Quirinia Maud | Зантропова; (MAUDLIN) | ~1971 | CU RU | passport X1234567 RU | 1 Example Street, Havana, CU | FICTION");
        Written(list, "103").Should().Be("vessel VELVET HERON |  |  |  | call_sign ZZ99 |  | ");
    }

    [Fact]
    public void The_eu_list_is_read_with_all_that_screening_uses()
    {
        var list = Whole(ListKeys.Eu, "eu.xml", SmallLists.EuXml);
        list.PublishedAt.Should().Be(new DateTimeOffset(2026, 8, 5, 16, 47, 4, 449, TimeSpan.FromHours(2)));
        list.Warnings.Should().ContainSingle().Which.Detail.Should().Contain("ISLAMIC");
        Written(list, "EU.1.11").Should().Be("person Quirinia Maud Zanthropova | (Maudlin); Зантропова | 1971-05-04 ~1970-01-01/1972-12-31 | CU RU | passport X1234567 RU | 1 Example Street, Havana, 10100, CU | FIC");
    }

    [Fact]
    public void The_lists_of_the_united_kingdom_gather_the_rows_of_a_party()
    {
        Written(Whole(ListKeys.Uk, "uk.csv", SmallLists.UkCsv), "FIC0001").Should().Be(
            "person Quirinia Maud ZANTHROPOVA | Зантропова; (MAUDLIN) | 1971-05 1970 | CU IR RU | passport X1234567 | 1 Example Street, Havana, 10100, CU | Fiction");
        Written(Whole(ListKeys.Uk, "uk.csv", SmallLists.UkCsv), "FIC0003").Should().Be("vessel VELVET HERON |  |  | PA | imo 9999999 |  | Fiction");
        var ofsi = Whole(ListKeys.UkOfsi, "ConList.csv", SmallLists.OfsiCsv);
        ofsi.PublishedAt.Should().Be(new DateTimeOffset(2025, 9, 1, 0, 0, 0, TimeSpan.Zero));
        Written(ofsi, "70001").Should().Be("person Quirinia Maud ZANTHROPOVA | (MAUDLIN) | 1971-05-04 | CU RU | passport X1234567 | 1 Example Street, CU | Fiction");
    }

    [Fact]
    public void The_lists_of_the_us_departments_leave_the_kind_open_where_they_do()
    {
        var csl = Whole(ListKeys.UsCsl, "consolidated.json", SmallLists.CslJson);
        Written(csl, "SDN-a1").Should().StartWith("person Quirinia Maud ZANTHROPOVA | MAUDLIN | 1971-05-04 | CU RU | passport X1234567 RU | 1 Example Street, Havana, CU | FICTION ");
        csl.Entities.Single(e => e.Id == "EL-a2").Schema.Should().Be(EntitySchema.Unknown);
        Written(csl, "SDN-a3").Should().StartWith("vessel VELVET HERON |  |  | PA | imo 9999999; call_sign ZZ99 |  | ");

        var denied = Whole(ListKeys.UsDeniedPersons, "dpl.txt", SmallLists.DeniedPersons);
        denied.Entities.Single(e => e.Name.StartsWith("QUIRINIA", StringComparison.Ordinal)).Addresses.Should().Equal(
            new ListAddress("1 EXAMPLE STREET", "HAVANA, 10100", "CU"), new ListAddress("2 EXAMPLE STREET", "EL PASO, TX, 79905", "US"));
    }

    [Fact]
    public void An_entry_of_unknown_kind_is_found_as_a_person_and_as_a_body()
    {
        var index = ScreeningIndex.Build([Whole(ListKeys.UsDeniedPersons, "dpl.txt", SmallLists.DeniedPersons)]);
        index.Screen(new ScreeningQuery { Name = "Zanthropova Quirinia", Schema = EntitySchema.Person }).Should().ContainSingle();
        index.Screen(new ScreeningQuery { Name = "Askelund Fiction GmbH", Schema = EntitySchema.Company }).Should().ContainSingle();
        index.Screen(new ScreeningQuery { Name = "Velvet Heron Lines", Schema = EntitySchema.Vessel }).Should().BeEmpty();
    }

    [Fact]
    public void A_collection_of_opensanctions_gives_its_targets_and_must_keep_its_promise()
    {
        var list = Whole(ListKeys.OpenSanctions, "targets.nested.json", SmallLists.FtmJson);
        Written(list, "NK-1").Should().Be("person Quirinia Maud Zanthropova | Зантропова; (Maudlin) | 1971-05 | CU RU | passport X1234567 RU | 1 Example Street, Havana, Havana, CU | sanction");
        Written(list, "NK-2").Should().Be("unknown Askelund Fiction Company |  |  | CU | registration 778899 |  | ");

        var promised = ListFormats.Read(ListKeys.OpenSanctions, [File("targets.nested.json", SmallLists.FtmJson), File("index.json", SmallLists.FtmIndex)]).Snapshot!;
        promised.PublishedAt.Should().Be(new DateTimeOffset(2026, 10, 1, 6, 0, 0, TimeSpan.Zero));
        var lines = SmallLists.FtmJson.Split('\n');
        ListFormats.Read(ListKeys.OpenSanctions, [File("targets.nested.json", string.Join('\n', lines.Skip(1))), File("index.json", SmallLists.FtmIndex)]).Refusal!.Code.Should().Be("truncated");
    }

    private static ListFile File(string name, string text) => ListFile.Of(name, Encoding.UTF8.GetBytes(text));

    private static string Written(ListSnapshot list, string id)
    {
        var e = list.Entities.Single(x => x.Id == id);
        var aliases = e.Aliases.Select(a => a.Strength == AliasStrength.Weak ? $"({a.Name})" : a.Name);
        var addresses = e.Addresses.Select(a => string.Join(", ", new[] { a.Street, a.City, a.Country }.OfType<string>()));
        var numbers = e.Identifiers.Select(i => $"{i.Kind} {i.Value} {i.Country}".TrimEnd());
        return $"{e.Schema.ToText()} {e.Name} | {string.Join("; ", aliases)} | {string.Join(' ', e.BirthDates)} | {string.Join(' ', e.Countries)} | {string.Join("; ", numbers)} | {string.Join("; ", addresses)} | {string.Join(' ', e.Programs)}";
    }
}
