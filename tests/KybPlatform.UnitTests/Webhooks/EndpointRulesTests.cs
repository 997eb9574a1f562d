using AwesomeAssertions;
using KybPlatform.Api.Webhooks;
using Xunit;

namespace KybPlatform.UnitTests.Webhooks;

public sealed class EndpointRulesTests
{
    private static readonly NewWebhookEndpointValidator Validator = new();

    [Theory]
    [InlineData("https://hooks.example.com/kyb?a=b")]
    [InlineData("http://localhost:8080/")]
    public void These_are_addresses(string url) => Faults(url).Should().BeEmpty();

    [Theory]
    [InlineData("hooks.example.com")]
    [InlineData("ftp://example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com/#part")]
    [InlineData("javascript:alert(1)")]
    public void These_are_none(string url) => Faults(url).Should().Equal("invalid_url");

    [Theory]
    [InlineData("http://hooks.example.com/", "https_required")]
    [InlineData("https://127.0.0.1/", "private_target")]
    [InlineData("https://2130706433/", "private_target")]
    [InlineData("https://0x7f.1/", "private_target")]
    [InlineData("https://[::1]/", "private_target")]
    [InlineData("https://[::ffff:10.0.0.1]/", "private_target")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "private_target")]
    [InlineData("https://localhost/", "private_target")]
    [InlineData("https://hooks.example.com/", null)]
    public void In_production_events_go_over_https_to_public_addresses_only(string url, string? code)
    {
        EndpointRules.Check(url, development: false)?.Code.Should().Be(code);
        (EndpointRules.Check(url, development: false) is null).Should().Be(code is null);
        EndpointRules.Check(url, development: true).Should().BeNull();
    }

    [Theory]
    [InlineData("inquiry.approved", true)]
    [InlineData("inquiry.*", true)]
    [InlineData("*", true)]
    [InlineData("*.approved", false)]
    [InlineData("inquiry", false)]
    [InlineData("Inquiry.approved", false)]
    [InlineData("inquiry.approved.twice", false)]
    public void Filters_are_types_and_families(string type, bool valid) =>
        (Validator.Validate(new NewWebhookEndpoint("https://example.com/", null, [type], null, null)).Errors is []).Should().Be(valid);

    private static IEnumerable<string> Faults(string url) => Validator.Validate(new NewWebhookEndpoint(url, null, null, null, null)).Errors.Select(e => e.ErrorCode);
}
