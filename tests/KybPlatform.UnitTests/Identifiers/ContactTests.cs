using AwesomeAssertions;
using CsCheck;
using KybPlatform.Identifiers.Banking;
using KybPlatform.Identifiers.Contacts;
using Xunit;

namespace KybPlatform.UnitTests.Identifiers;

public sealed class ContactTests
{
    [Theory]
    [InlineData("+44 20 7946 0018", null, "+442079460018", PhoneType.FixedLine, "GB")]
    [InlineData("020 7946 0018", "gb", "+442079460018", PhoneType.FixedLine, "GB")]
    [InlineData("0171 1234567", "DE", "+491711234567", PhoneType.Mobile, "DE")]
    [InlineData("(800) 234-5678", "US", "+18002345678", PhoneType.TollFree, "US")]
    [InlineData("+33 6 12 34 56 78", "DE", "+33612345678", PhoneType.Mobile, "FR")]
    public void Phone_numbers_are_read(string raw, string? country, string e164, PhoneType type, string region)
    {
        var result = PhoneNumbers.Parse(raw, country);

        result.Should().Be(new PhoneNumberResult(e164, true, true, type, region, null, null));
    }

    [Theory]
    [InlineData(null, null, PhoneNumbers.Empty)]
    [InlineData("  ", "GB", PhoneNumbers.Empty)]
    [InlineData("020 7946 0018", null, PhoneNumbers.CountryNeeded)]
    [InlineData("not a number", "GB", PhoneNumbers.NotANumber)]
    [InlineData("+44 2", null, PhoneNumbers.InvalidLength)]
    [InlineData("+1 555 123 4567", null, PhoneNumbers.NotAssigned)]
    public void A_bad_phone_number_says_why(string? raw, string? country, string reason)
    {
        var result = PhoneNumbers.Parse(raw, country);

        result.Valid.Should().BeFalse();
        result.ReasonCode.Should().Be(reason);
    }

    [Theory]
    [InlineData("anna@example.com", "anna@example.com", "example.com")]
    [InlineData(" Anna.Maria+kyb@Mail.Example.CO.UK ", "Anna.Maria+kyb@mail.example.co.uk", "example.co.uk")]
    [InlineData("info@bücher.example", "info@xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s")]
    [InlineData("\"anna maria\"@example.com", "\"anna maria\"@example.com", "example.com")]
    public void Addresses_are_read(string raw, string normalized, string registrable)
    {
        var result = EmailAddresses.Parse(raw);

        result.FormatOk.Should().BeTrue();
        result.Normalized.Should().Be(normalized);
        result.RegistrableDomain.Should().Be(registrable);
    }

    [Theory]
    [InlineData(null, EmailAddresses.Empty)]
    [InlineData("anna", EmailAddresses.MissingAt)]
    [InlineData("@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData("anna..maria@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData(".anna@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData("anna maria@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData("anna@b@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData("\"a\"b\"@example.com", EmailAddresses.InvalidLocalPart)]
    [InlineData("anna@localhost", EmailAddresses.InvalidDomain)]
    [InlineData("anna@-example.com", EmailAddresses.InvalidDomain)]
    [InlineData("anna@example..com", EmailAddresses.InvalidDomain)]
    [InlineData("anna@example.com.", EmailAddresses.InvalidDomain)]
    [InlineData("anna@192.0.2.1", EmailAddresses.InvalidDomain)]
    [InlineData("anna@[192.0.2.1]", EmailAddresses.AddressLiteral)]
    [InlineData("Anna <anna@example.com>", EmailAddresses.InvalidLocalPart)]
    public void A_bad_address_says_why(string? raw, string reason) => EmailAddresses.Parse(raw).ReasonCode.Should().Be(reason);

    [Fact]
    public void Length_limits_of_the_mail_standard_hold()
    {
        EmailAddresses.Parse(new string('a', 64) + "@example.com").FormatOk.Should().BeTrue();
        EmailAddresses.Parse(new string('a', 65) + "@example.com").ReasonCode.Should().Be(EmailAddresses.InvalidLocalPart);
        EmailAddresses.Parse($"a@{string.Join('.', Enumerable.Repeat(new string('b', 63), 4))}.com").ReasonCode.Should().Be(EmailAddresses.TooLong);
        EmailAddresses.Parse($"a@{new string('b', 64)}.com").ReasonCode.Should().Be(EmailAddresses.InvalidDomain);
    }

    [Theory]
    [InlineData("anna@gmail.com", true, false)]
    [InlineData("anna@yahoo.co.uk", true, false)]
    [InlineData("anna@mailinator.com", false, true)]
    [InlineData("anna@sub.mailinator.com", false, true)]
    [InlineData("anna@example.com", false, false)]
    public void Free_and_throw_away_mail_is_known(string raw, bool free, bool disposable)
    {
        var result = EmailAddresses.Parse(raw);

        (result.FreeMail, result.Disposable).Should().Be((free, disposable));
    }

    [Theory]
    [InlineData("anna@acme.co.uk", "www.acme.co.uk", true)]
    [InlineData("anna@mail.acme.com", "acme.com", true)]
    [InlineData("anna@acme.co.uk", "other.co.uk", false)]
    [InlineData("anna@acme.github.io", "other.github.io", false)]
    [InlineData("anna@gmail.com", "gmail.com", null)]
    [InlineData("anna@acme.com", "co.uk", null)]
    [InlineData("anna@acme.com", null, null)]
    public void Mail_and_web_domain_match_agree_or_say_nothing(string mail, string? host, bool? match) =>
        EmailAddresses.Parse(mail).MatchesDomain(host).Should().Be(match);

    [Theory]
    [InlineData("Example.com", "https://example.com/", "example.com")]
    [InlineData("http://www.Example.com:8080/a?b=c#d", "http://www.example.com:8080/a?b=c", "example.com")]
    [InlineData("example.com:8080", "https://example.com:8080/", "example.com")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/", "xn--bcher-kva.example")]
    public void Web_addresses_are_read(string raw, string normalized, string registrable)
    {
        var result = WebAddresses.Parse(raw);

        result.Normalized.Should().Be(normalized);
        result.RegistrableDomain.Should().Be(registrable);
    }

    [Theory]
    [InlineData("", WebAddresses.Empty)]
    [InlineData("ftp://example.com", WebAddresses.UnsupportedScheme)]
    [InlineData("javascript:alert(1)", WebAddresses.UnsupportedScheme)]
    [InlineData("mailto:anna@example.com", WebAddresses.UnsupportedScheme)]
    [InlineData("https://bank.example@evil.example/", WebAddresses.UserInfo)]
    [InlineData("http://127.0.0.1/", WebAddresses.IpAddress)]
    [InlineData("http://2130706433/", WebAddresses.IpAddress)]
    [InlineData("http://[::1]/", WebAddresses.IpAddress)]
    [InlineData("http://localhost/", WebAddresses.InvalidAddress)]
    [InlineData("not a site", WebAddresses.InvalidAddress)]
    [InlineData("https://exa\tmple.com", WebAddresses.InvalidAddress)]
    public void A_bad_web_address_says_why(string raw, string reason) => WebAddresses.Parse(raw).ReasonCode.Should().Be(reason);

    [Fact]
    public void Shared_platforms_and_inner_names_are_told_apart()
    {
        WebAddresses.Parse("https://www.facebook.com/acme").SharedHost.Should().BeTrue();
        WebAddresses.Parse("https://www.facebook.com/acme").MatchesDomain("facebook.com").Should().BeNull();
        WebAddresses.Parse("https://files.corp").PublicHost.Should().BeFalse();
        WebAddresses.Parse("https://acme.com").PublicHost.Should().BeTrue();
    }

    [Theory]
    [InlineData("shop.acme.co.uk", "acme.co.uk")]
    [InlineData("acme.com", "acme.com")]
    [InlineData("a.b.acme.com.au", "acme.com.au")]
    [InlineData("acme.myshopify.com", "acme.myshopify.com")]
    [InlineData("co.uk", null)]
    [InlineData("com", null)]
    [InlineData("192.0.2.1", null)]
    public void The_registered_part_of_a_host_is_found(string host, string? registrable) => DomainNames.RegistrableDomain(host).Should().Be(registrable);

    [Theory]
    [InlineData("GB82 WEST 1234 5698 7654 32", true, true)]
    [InlineData("GB82 WEST 1234 5698 7654 33", true, false)]
    [InlineData("GB82 1234 1234 5698 7654 32", false, null)]
    [InlineData("DE89 3704 0044 0532 0130 0", false, null)]
    [InlineData("US89 3704 0044 0532 0130 00", false, null)]
    public void Account_numbers_are_checked_by_country(string value, bool format, bool? checksum)
    {
        var result = Iban.Parse(value);

        (result.FormatOk, result.ChecksumOk).Should().Be((format, checksum));
    }

    [Fact]
    public void No_input_throws()
    {
        var wild = Gen.OneOf(Gen.String, Gen.String[Gen.Char["ab01.@-:/[]\\\"<>+%äß例\ud800\u200d xn"], 0, 60]);
        Gen.Select(wild, wild).Sample((a, b) =>
        {
            _ = PhoneNumbers.Parse(a, b);
            _ = EmailAddresses.Parse(a).MatchesDomain(b);
            _ = WebAddresses.Parse(a).MatchesDomain(b);
            _ = DomainNames.RegistrableDomain(a);
            return Iban.Parse(a).Normalized is not null;
        }, iter: 20_000);
    }
}
