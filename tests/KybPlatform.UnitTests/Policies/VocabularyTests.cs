using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class VocabularyTests
{
    [Theory]
    [InlineData("business.legal_name", PersonalData.None)]
    [InlineData("business.people[].email", PersonalData.Personal)]
    [InlineData("business.people[0].email", PersonalData.Personal)]
    [InlineData("business.people[p1].national_id", PersonalData.Sensitive)]
    [InlineData("business.people[p1].address.city", PersonalData.Personal)]
    [InlineData("business.people", PersonalData.Sensitive)]                         // an object is as private as the worst in it
    [InlineData("owners[0].family_name", PersonalData.Personal)]
    [InlineData("documents.proof_of_business.family_name", PersonalData.Personal)]
    [InlineData("documents.proof_of_business.business_name", PersonalData.None)]
    [InlineData("documents.proof_of_business.fields.document_number", PersonalData.Sensitive)]
    [InlineData("business.no_such_thing", PersonalData.Personal)]                   // doubt masks
    [InlineData("similar()", PersonalData.Personal)]
    public void Every_path_has_a_class_and_an_unknown_one_counts_as_personal(string path, PersonalData expected) =>
        Vocabulary.Shipped.Classify(path).Should().Be(expected);

    [Fact]
    public void Shapes_and_likenesses_are_written_out()
    {
        Vocabulary.Shipped.Find("business.registered_address.postal_code")!.PersonalData.Should().Be(PersonalData.BusinessContact);
        Vocabulary.Shipped.Find("business.people[].address.postal_code")!.PersonalData.Should().Be(PersonalData.Personal);
        Vocabulary.Shipped.Find("representatives[].email")!.DerivedFrom.Should().Be("business.people[].email");
        Vocabulary.Shipped.Find("business.identifiers[].value")!.WireName.Should().Be("value");
        Vocabulary.Shipped.Find("business.people[]")!.WireName.Should().Be("people");
        Vocabulary.Shipped.Find("business.type")!.Values.Should().Contain("private_limited_company");
        Vocabulary.Shipped.Find("nothing").Should().BeNull();
    }

    [Fact]
    public void Every_entry_is_found_by_its_own_path_and_can_be_shown() =>
        Vocabulary.Shipped.Entries.Should().OnlyHaveUniqueItems(e => e.Path).And.OnlyContain(e => Vocabulary.Shipped.Knows(e.Path) && e.Label.Length > 0 && (e.DerivedFrom == null || Vocabulary.Shipped.Knows(e.DerivedFrom)));

    [Theory]
    [InlineData("version: 1\npaths: { a: { type: strin, personal_data: none, label: A } }", "unknown_value")]
    [InlineData("version: 1\npaths: { a: { type: string, label: A } }", "missing_key")]
    [InlineData("version: 1\npaths: { a: { shape: addres, personal_data: none, label: A } }", "unknown_value")]
    public void A_broken_vocabulary_does_not_start(string yaml, string code) =>
        FluentActions.Invoking(() => VocabularyReader.Read(yaml)).Should().Throw<FormatException>().WithMessage($"*{code}*");
}
