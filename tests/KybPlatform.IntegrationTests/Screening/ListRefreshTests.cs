using System.Text;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Refresh;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Screening;

public sealed class ListRefreshTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_list_follows_its_publisher_and_stays_what_it_was_where_the_publisher_fails()
    {
        await using var publisher = await Publisher.StartAsync();
        publisher["/un.xml"] = new(OfficialFiles.SmallUn(Monday), ETag: "\"1\"");
        await using var screened = await ScreenedPlatform.StartAsync(s => s with { ListSources = [new ListSource("un", [publisher.At("/un.xml")])] });
        var tenant = await screened.Platform.ANewTenantAsync();

        // The schedule takes it by itself.
        var first = await EventuallyAsync(tenant, l => l.Text("/state") == "official");
        first.At("/checked_at").ValueKind.Should().Be(System.Text.Json.JsonValueKind.String);
        first.Text("/imported_by").Should().Be("automation");

        // Nothing new moves the look and nothing else.
        var unchanged = (await RefreshAsync(screened)).ShouldBe(200);
        unchanged.Text("/snapshot").Should().Be(first.Text("/snapshot"));
        string.CompareOrdinal(unchanged.Text("/checked_at"), first.Text("/checked_at")).Should().BeGreaterThanOrEqualTo(0);

        // A new issue that is led to from elsewhere.
        publisher["/un.xml"] = new([], Status: 302, Location: "/moved/un.xml");
        publisher["/moved/un.xml"] = new(OfficialFiles.SmallUn(Monday.AddDays(1)), ETag: "\"2\"");
        var adopted = (await RefreshAsync(screened)).ShouldBe(200);
        adopted.Text("/published_at").Should().Be("2026-11-03T06:00:00Z");

        // What is broken, cut, old, gone or leads in circles is refused, and the list stays.
        var whole = OfficialFiles.SmallUn(Monday.AddDays(2));
        var faults = new (Publisher.Offer Offer, int Status, string Code, string? Fault)[]
        {
            (new("<html>down for maintenance</html>"u8.ToArray()), 422, "list_refused", "not_un_list"),
            (new(whole[..(whole.Length / 2)]), 422, "list_refused", "broken_xml"),
            (new(Encoding.UTF8.GetBytes("<!DOCTYPE x [<!ENTITY y 'z'>]><CONSOLIDATED_LIST/>")), 422, "list_refused", "broken_xml"),
            (new(OfficialFiles.SmallUn(Monday.AddDays(-7))), 422, "list_refused", "older_issue"),
            (new(whole, Broken: true), 503, "list_source_unreachable", null),
            (new([], Status: 503), 503, "list_source_unreachable", null),
            (new([], Status: 302, Location: "/un.xml"), 503, "list_source_unreachable", null),
        };
        foreach (var (offer, status, code, fault) in faults)
        {
            publisher["/un.xml"] = offer;
            var refused = await RefreshAsync(screened);
            refused.ShouldBeRefused(status, code);
            if (fault is not null) refused.Text("/errors/0/code").Should().Be(fault);
            (await ListAsync(tenant)).Text("/snapshot").Should().Be(adopted.Text("/snapshot"));
        }
        screened.Platform.Logs.Errors.Should().Contain(e => e.Contains("could not be refreshed", StringComparison.Ordinal));
        (await screened.Platform.AskAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'screening_list.refresh_failed'")).Single().Should().Be(4, "each new fault in a row is one entry");

        publisher["/un.xml"] = new(whole);
        (await RefreshAsync(screened)).ShouldBe(200).Text("/published_at").Should().Be("2026-11-04T06:00:00Z");
        (await screened.Platform.AskAsync<int>("SELECT failures FROM screening_sources")).Should().Equal(0);
    }

    [Fact]
    public async Task An_issue_of_several_files_is_as_old_as_the_oldest_and_a_list_without_a_source_says_so()
    {
        await using var publisher = await Publisher.StartAsync();
        foreach (var (name, content) in OfficialFiles.SmallOfac())
            publisher[$"/{name}"] = new(content, Modified: name == "alt.csv" ? Monday : Monday.AddDays(1));
        await using var screened = await ScreenedPlatform.StartAsync(s => s with
        {
            ListSources = [new ListSource("ofac_sdn", [.. OfficialFiles.SmallOfac().Select(f => publisher.At($"/{f.Name}"))])],
        });

        (await RefreshAsync(screened, "ofac_sdn")).ShouldBe(200).Text("/published_at").Should().Be("2026-11-02T06:00:00Z");
        (await RefreshAsync(screened, "un")).ShouldBeRefused(409, "list_has_no_source");
        (await RefreshAsync(screened, "nothing")).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task A_look_goes_to_no_private_network_and_over_nothing_but_tls()
    {
        await using var publisher = await Publisher.StartAsync();
        await using var screened = await ScreenedPlatform.StartAsync();
        using var fetch = new ListFetch(new GuardedConnections(new SystemHostAddresses(), allowsPrivate: false), screened.Platform.Settings with { Development = false });

        foreach (var address in (string[])["https://localhost:1/un.xml", "https://127.0.0.1/un.xml", "https://169.254.169.254/latest", publisher.At("/un.xml").ToString()])
            (await fetch.FetchAsync(new ListSource("un", [new Uri(address)]), null, TestContext.Current.CancellationToken)).IsRefused(out var error).Should().BeTrue(address);
        publisher.Asked("/un.xml").Should().Be(0);
    }

    private static Task<HttpAnswer> RefreshAsync(ScreenedPlatform screened, string key = "un") => screened.Operator.PostAsync($"/v1/screening/lists/{key}/refresh");

    private static async Task<System.Text.Json.JsonElement> ListAsync(TenantClient tenant) =>
        (await tenant.GetAsync("/v1/screening/lists")).ShouldBe(200).At("/data").EnumerateArray().Single(l => l.Text("/key") == "un");

    private static async Task<System.Text.Json.JsonElement> EventuallyAsync(TenantClient tenant, Func<System.Text.Json.JsonElement, bool> when)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await ListAsync(tenant) is var list && when(list)) return list;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The list did not come.");
    }
}
