using AwesomeAssertions;
using KybPlatform.Api.Verifications.Providers;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class ContactProviderTests
{
    private readonly PhoneProvider _phone = new();
    private readonly EmailProvider _email = new(null);

    [Theory]
    [InlineData("GB", "+44 20 7946 0018", "Passed country_match=Passed valid=Passed")]
    [InlineData("GB", "020 7946 0018", "Passed country_match=Passed valid=Passed")]
    [InlineData("DE", "+44 20 7946 0018", "Failed country_match=Failed valid=Passed phone_country_mismatch")]
    [InlineData("GB", "+44 12", "Failed country_match=Failed valid=Failed phone_invalid")]
    public async Task A_phone_number_is_judged_by_the_numbering_plan_and_the_senders_country(string country, string phone, string expected) =>
        (await _phone.AboutAsync("people/p1", Person(country, phone: phone))).Read().Should().Be(expected);

    [Fact]
    public async Task Without_a_country_nobody_can_say_whether_it_matches() =>
        (await _phone.AboutAsync("business", """{ "business": { "phone": "+44 20 7946 0018" } }""")).Read().Should().Be("Inconclusive country_match=Inconclusive valid=Passed");

    [Fact]
    public async Task Whoever_has_no_phone_passes_nothing() =>
        (await _phone.AboutAsync("people/p1", Person("GB"))).Read().Should().Be("Inconclusive country_match=Inconclusive valid=Inconclusive field_missing");

    [Theory]
    [InlineData("ada@acme-fiction.co.uk", "Passed domain_match=Passed not_disposable=Passed syntax=Passed")]
    [InlineData("ada@mail.acme-fiction.co.uk", "Passed domain_match=Passed not_disposable=Passed syntax=Passed")]
    [InlineData("ada@other-fiction.co.uk", "Failed domain_match=Failed not_disposable=Passed syntax=Passed email_domain_mismatch")]
    [InlineData("ada.example@gmail.com", "Failed domain_match=Failed not_disposable=Passed syntax=Passed email_domain_mismatch")]
    [InlineData("ada@mailinator.com", "Failed domain_match=Failed not_disposable=Failed syntax=Passed email_disposable")]
    [InlineData("ada at home", "Failed domain_match=Failed not_disposable=Failed syntax=Failed email_invalid")]
    public async Task An_address_is_judged_by_its_form_and_its_domain(string email, string expected) =>
        (await _email.AboutAsync("people/p1", Person("GB", email: email, website: "https://www.acme-fiction.co.uk/shop"))).Read().Should().Be(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("https://www.facebook.com/acme")]
    public async Task Without_a_website_of_its_own_nobody_can_say_whether_the_domain_matches(string? website) =>
        (await _email.AboutAsync("people/p1", Person("GB", email: "ada@acme-fiction.co.uk", website: website), true, "domain_match")).Read().Should().Be("Inconclusive domain_match=Inconclusive");

    [Theory]
    [InlineData(true, "Passed mx=Passed", false)]
    [InlineData(false, "Failed mx=Failed email_invalid", false)]
    [InlineData(null, "Inconclusive mx=Inconclusive", true)]
    public async Task Where_mail_goes_is_asked_of_the_name_system_and_its_silence_is_nobodys_failure(bool? answer, string expected, bool retry)
    {
        var asked = await new EmailProvider(new ToldMailDomains(answer)).AboutAsync("people/p1", Person("GB", email: "ada@acme-fiction.co.uk"), true, "mx");

        asked.Read().Should().Be(expected);
        asked.Retry.Should().Be(retry);
    }

    [Fact]
    public void Where_the_name_system_is_not_asked_the_check_is_not_offered()
    {
        _email.Checks.Should().NotContain("mx");
        _email.AnswersEveryCheck.Should().BeFalse();
        new EmailProvider(new ToldMailDomains(true)).Checks.Should().Contain("mx");
    }

    [Theory]
    [InlineData("ada+passed@nowhere.example", "Passed")]
    [InlineData("ada+failed@acme-fiction.co.uk", "Failed")]
    [InlineData("ada+inconclusive@acme-fiction.co.uk", "Inconclusive")]
    public async Task A_tag_forces_the_outcome_in_a_test_tenant_only(string email, string expected)
    {
        var facts = Person("GB", email: email, website: "https://acme-fiction.co.uk");

        (await _email.AboutAsync("people/p1", facts, live: false)).Status.ToString().Should().Be(expected);
        (await _email.AboutAsync("people/p1", facts, true, "syntax")).Read().Should().Be("Passed syntax=Passed");
    }

    [Theory]
    [InlineData("+1 500 555 0006", "Passed")]
    [InlineData("+15005550001", "Failed")]
    [InlineData("+1 (500) 555-0003", "Inconclusive")]
    public async Task A_number_of_the_unassigned_block_forces_the_outcome_in_a_test_tenant_only(string phone, string expected)
    {
        (await _phone.AboutAsync("people/p1", Person("GB", phone: phone), live: false)).Status.ToString().Should().Be(expected);
        (await _phone.AboutAsync("people/p1", Person("GB", phone: phone), live: true)).Read().Should().StartWith("Failed country_match=Failed");
    }

    private static string Person(string country, string? email = null, string? phone = null, string? website = null)
    {
        string Field(string name, string? value) => value is null ? "" : $", \"{name}\": \"{value}\"";
        return $$"""{ "country": "{{country}}", "business": { "legal_name": "Acme Fiction Ltd"{{Field("website", website)}}, "people": [ { "id": "p1"{{Field("email", email)}}{{Field("phone", phone)}} } ] } }""";
    }
}
