using System.Net;
using AwesomeAssertions;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.UnitTests.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class WebsiteProviderTests
{
    private const string Page = """
        <html><head><title>Example Harbour – parcels</title></head><body><h1>Welcome</h1><p>We deliver parcels between harbours since 2009, every day and in any weather, to shops and to people at home. Ask us for an offer.</p>
        <a href="/datenschutz">Datenschutz</a> <a class="x" href='/terms-of-service'><span>Terms</span> of service</a></body></html>
        """;

    [Fact]
    public async Task A_business_at_its_own_secure_site_passes() =>
        (await AboutAsync(new WebPage(PageOutcome.Read, new Uri("https://www.exampleharbour.co.uk/"), 200, Page, [], Secure: true))).Read().Should().Be(
            "Passed name_match=Passed not_parked=Passed privacy_policy=Passed reachable=Passed same_domain=Passed terms=Passed tls=Passed");

    [Theory]
    [InlineData("This domain is for sale! Buy this domain.", "not_parked", CheckOutcome.Failed)]
    [InlineData("<p>Nothing but other words here, and rather many of them, so that nobody could say that the page had no text of its own to be read by whoever came along and wanted to know what this shop sells, and to whom, and when, and why it does.</p>", "name_match", CheckOutcome.Failed)]
    [InlineData("<div id=app></div><script>document.write('x')</script>", "name_match", CheckOutcome.Inconclusive)]
    [InlineData("<a href='/impressum'>Impressum</a>", "privacy_policy", CheckOutcome.Failed)]
    [InlineData("<a href='/agb'>AGB</a>", "terms", CheckOutcome.Passed)]
    public async Task A_page_is_judged_by_its_words(string html, string check, CheckOutcome expected) =>
        (await AboutAsync(new WebPage(PageOutcome.Read, new Uri("https://www.other-host.co.uk/"), 200, html, [], Secure: true))).Checks[check].Should().Be(expected);

    [Theory]
    [InlineData("https://www.exampleharbour.co.uk/", true)]
    [InlineData("https://example-harbour.com/", true)]
    [InlineData("https://exampleharbour-shop.com/", true)]
    [InlineData("https://shop.exampleharbour.com/", true)]
    [InlineData("https://notexampleharbour.com/", false)]
    [InlineData("https://exampleharbours.com/", false)]
    public async Task A_host_bears_a_name_as_a_whole(string host, bool expected) =>
        (await AboutAsync(new WebPage(PageOutcome.Read, new Uri(host), 200, string.Concat(Enumerable.Repeat("<p>Nothing but other words here, and rather many of them.</p>", 8)), [], Secure: true))).Checks["name_match"]
            .Should().Be(expected ? CheckOutcome.Passed : CheckOutcome.Failed);

    [Theory]
    [InlineData("NoSuchHost", "Failed", false)]
    [InlineData("PrivateTarget", "Failed", false)]
    [InlineData("BadCertificate", "Failed", false)]
    [InlineData("Timeout", "Inconclusive", true)]
    [InlineData("ServerError", "Inconclusive", true)]
    [InlineData("Refused", "Inconclusive", false)]
    public async Task What_may_pass_is_no_failure(string outcome, string expected, bool retry)
    {
        var answer = await AboutAsync(new WebPage(Enum.Parse<PageOutcome>(outcome), new Uri("https://www.exampleharbour.co.uk/"), 0, "", [], Secure: true));

        (answer.Checks["reachable"].ToString(), answer.Retry).Should().Be((expected, retry));
    }

    [Fact]
    public async Task A_site_that_leads_elsewhere_is_told() =>
        (await AboutAsync(new WebPage(PageOutcome.Read, new Uri("https://somebody-else.net/"), 200, Page, [], Secure: true))).Checks["same_domain"].Should().Be(CheckOutcome.Failed);

    [Fact]
    public async Task Redirects_are_followed_one_by_one_and_never_into_a_private_network()
    {
        await using var site = await Simulator.StartAsync(h =>
        {
            if (h.Request.Path == "/page") return Simulator.JsonAsync(h, "<p>here</p>", "text/html");
            h.Response.Headers.Location = h.Request.Path.Value switch
            {
                "/" => "/page",
                "/inside" => "http://169.254.169.254/latest/meta-data/",
                "/port" => "http://other.example:22/",
                "/scheme" => "file:///etc/passwd",
                _ => h.Request.Path.Value + "x",
            };
            return Simulator.Status(h, 302);
        });
        using var pages = Pages(host => host == "shop.example" ? IPAddress.Loopback : null);

        (await OpenAsync("/")).Should().BeEquivalentTo(new { Outcome = PageOutcome.Read, Html = "<p>here</p>" });
        (await OpenAsync("/inside")).Outcome.Should().Be(PageOutcome.PrivateTarget);
        (await OpenAsync("/port")).Outcome.Should().Be(PageOutcome.ForeignRedirect);
        (await OpenAsync("/scheme")).Outcome.Should().Be(PageOutcome.ForeignRedirect);
        (await OpenAsync("/loop")).Outcome.Should().Be(PageOutcome.TooManyRedirects);

        Task<WebPage> OpenAsync(string path) => pages.OpenAsync(new Uri($"http://shop.example:{site.Url.Port}{path}"), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_name_that_turns_private_between_two_hops_is_not_followed()
    {
        await using var site = await Simulator.StartAsync(h =>
        {
            h.Response.Headers.Connection = "close";
            h.Response.Headers.Location = "/again";
            return Simulator.Status(h, 302);
        });
        var asked = 0;
        using var pages = Pages(_ => ++asked == 1 ? IPAddress.Loopback : IPAddress.Parse("169.254.169.254"));

        var page = await pages.OpenAsync(new Uri($"http://rebound.example:{site.Url.Port}/"), TestContext.Current.CancellationToken);

        page.Outcome.Should().Be(PageOutcome.PrivateTarget);
        site.Asked.Should().Equal("GET /");
        asked.Should().Be(2, "the second hop looks the name up anew, and leaps nowhere else than it looked");
    }

    [Fact]
    public async Task A_magic_host_forces_the_outcome_in_a_test_tenant()
    {
        var provider = new WebsiteProvider(new OnePage(new WebPage(PageOutcome.Timeout, new Uri("https://x.example/"), 0, "", [], true)));

        (await provider.AboutAsync("business", """{ "business": { "website": "https://passed.example.com" } }""", false)).Status.Should().Be(VerificationStatus.Passed);
        (await provider.AboutAsync("business", """{ "business": { "website": "https://failed.example.com" } }""", false)).ReasonCode.Should().Be("website_unreachable");
        (await provider.AboutAsync("business", """{ "business": { "website": "http://127.0.0.1/" } }""")).ReasonCode.Should().Be("website_invalid");
    }

    private static Task<VerificationAnswer> AboutAsync(WebPage page) =>
        new WebsiteProvider(new OnePage(page)).AboutAsync("business", """{ "business": { "legal_name": "Example Harbour Limited", "website": "www.exampleharbour.co.uk" } }""");

    private sealed class OnePage(WebPage page) : IWebPages
    {
        public Task<WebPage> OpenAsync(Uri address, CancellationToken ct) => Task.FromResult(page);
    }

    /// <summary>Pages as the product opens them, but that this machine itself counts as the public Internet.</summary>
    private static GuardedWebPages Pages(Func<string, IPAddress?> names) =>
        new(new GuardedConnections(new ToldNames(names), a => IPAddress.IsLoopback(a) || PublicAddresses.Contain(a)), TimeProvider.System);

    private sealed class ToldNames(Func<string, IPAddress?> names) : IHostAddresses
    {
        public Task<IReadOnlyList<IPAddress>> FindAsync(string host, CancellationToken ct) => Task.FromResult<IReadOnlyList<IPAddress>>(
            IPAddress.TryParse(host, out var address) ? [address] : names(host) is { } told ? [told] : throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound));
    }
}
