using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

public sealed class VocabularyTests
{
    private static readonly Vocabulary Shipped = Vocabulary.Shipped;

    [Fact]
    public void Every_path_has_a_label_and_is_written_once()
    {
        Shipped.Entries.Should().OnlyContain(e => e.Label.Length > 0);
        Shipped.Entries.Select(e => e.Path).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Labels_and_help_are_sentences_for_applicants()
    {
        foreach (var entry in Shipped.Entries)
        {
            char.IsUpper(entry.Label[0]).Should().BeTrue(entry.Path);
            entry.Label.Should().NotEndWith(".", entry.Path).And.NotContain("_", entry.Path);
            if (entry.Help is { } help) help.Should().MatchRegex("[.…]$", entry.Path);
        }
    }

    [Fact]
    public void Every_enum_says_its_values_and_nothing_else_has_any()
    {
        foreach (var entry in Shipped.Entries)
        {
            if (entry.Type == FactType.Enum) entry.Values.Should().NotBeEmpty(entry.Path).And.OnlyHaveUniqueItems(entry.Path).And.OnlyContain(v => !v.Any(char.IsUpper));
            else entry.Values.Should().BeEmpty(entry.Path);
        }
    }

    [Fact]
    public void Free_text_has_a_greatest_length()
    {
        foreach (var entry in Shipped.Entries.Where(e => e.Type is FactType.String or FactType.Email or FactType.Phone or FactType.Url))
            entry.MaxLength.Should().BeGreaterThan(0, entry.Path);
    }

    [Fact]
    public void Whatever_is_about_a_person_is_classified()
    {
        string[] roots = ["individual.", "business.people[].", "owners[].", "representatives[]."];
        // A number within the profile and the kind of an official number tell nothing about anybody.
        string[] harmless = ["id", "scheme"];

        var unclassified = Shipped.Entries.Where(e => roots.Any(r => e.Path.StartsWith(r, StringComparison.Ordinal)) && e.PersonalData == PersonalData.None && !harmless.Contains(e.WireName));

        unclassified.Select(e => e.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("individual.national_id")]
    [InlineData("business.people[].national_id")]
    [InlineData("owners[].national_id")]
    [InlineData("documents.*.document_number")]
    [InlineData("documents.proof_of_identity.fields.document_number")]
    public void Official_numbers_are_sensitive(string path) => Shipped.Classify(path).Should().Be(PersonalData.Sensitive);

    [Theory]
    [InlineData("business.legal_name", PersonalData.None)]
    [InlineData("business.identifiers[].value", PersonalData.None)]
    [InlineData("business.registered_address.line1", PersonalData.BusinessContact)]
    [InlineData("business.email", PersonalData.BusinessContact)]
    [InlineData("business.people[0].email", PersonalData.Personal)]
    [InlineData("business.people[].address.city", PersonalData.Personal)]
    [InlineData("individual.address.line1", PersonalData.Personal)]
    [InlineData("documents.proof_of_business.given_name", PersonalData.Personal)]
    [InlineData("documents.proof_of_business.business_name", PersonalData.None)]
    [InlineData("somewhere.else", PersonalData.Personal)]
    public void Classes_follow_whom_a_fact_is_about_and_doubt_masks(string path, PersonalData expected) => Shipped.Classify(path).Should().Be(expected);

    [Fact]
    public void People_in_a_role_have_the_members_of_people()
    {
        foreach (var entry in Shipped.Entries.Where(e => e.Path.StartsWith("business.people[].", StringComparison.Ordinal)))
        {
            var member = entry.Path["business.people[]".Length..];
            Shipped.Find("owners[]" + member).Should().NotBeNull(member);
            Shipped.Find("representatives[]" + member)!.PersonalData.Should().Be(entry.PersonalData, member);
        }
    }

    [Fact]
    public void What_a_document_shows_can_be_read_at_the_document()
    {
        foreach (var entry in Shipped.Entries.Where(e => e.Path.StartsWith("documents.*.fields.", StringComparison.Ordinal)))
            Shipped.Find(entry.Path.Replace(".fields.", ".", StringComparison.Ordinal))!.DerivedFrom.Should().NotBeNull(entry.Path);
    }
}
