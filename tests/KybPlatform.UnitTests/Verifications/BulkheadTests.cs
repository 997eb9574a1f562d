using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AwesomeAssertions;
using DnsClient;
using KybPlatform.Api.Documents.Scanning;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.UnitTests.Http;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>Websites, name servers and scanners that take every question and answer none: each kind holds its own turns and no more.</summary>
public sealed class BulkheadTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_website_that_hangs_holds_one_turn_and_others_are_opened()
    {
        var gate = new TaskCompletionSource();
        await using var hanging = await Simulator.StartAsync(async h => await gate.Task.WaitAsync(h.RequestAborted));
        await using var sound = await Simulator.StartAsync(h => Simulator.JsonAsync(h, "<html>here</html>", "text/html"));
        using var pages = new GuardedWebPages(new GuardedConnections(new SystemHostAddresses(), allowsPrivate: true), TimeProvider.System);

        var stuck = Enumerable.Range(0, 6).Select(_ => pages.OpenAsync(hanging.Url, Ct)).ToList();
        await UntilAsync(() => hanging.Asked.Count > 0);
        var page = await pages.OpenAsync(new Uri($"http://localhost:{sound.Url.Port}/"), Ct);
        var put = await Task.WhenAny(stuck);
        await UntilAsync(() => stuck.Count(t => t.IsCompleted) == 5);
        gate.SetResult();
        await Task.WhenAll(stuck);

        page.Outcome.Should().Be(PageOutcome.Read);
        (await put).Outcome.Should().Be(PageOutcome.Busy);
        hanging.Asked.Should().HaveCount(1, "one at a time, and the others did not wait for it");
        stuck.Count(t => t.Result.Outcome == PageOutcome.Busy).Should().Be(5);
    }

    [Fact]
    public async Task A_name_server_that_is_silent_holds_three_turns_and_everybody_else_is_put_off_in_time()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var domains = new DnsMailDomains(TimeProvider.System, new NameServer(IPAddress.Loopback, ((IPEndPoint)silent.Client.LocalEndPoint!).Port));

        var first = Enumerable.Range(0, 3).Select(i => domains.TakesMailAsync($"a{i}.example", Ct)).ToList();
        var begun = Stopwatch.GetTimestamp();
        var fourth = await domains.TakesMailAsync("b.example", Ct);
        var waited = Stopwatch.GetElapsedTime(begun);
        await Task.WhenAll(first);

        fourth.Should().BeNull("nobody could tell, which is never the applicant's failure");
        waited.Should().BeLessThan(TimeSpan.FromSeconds(3.5));
        first.Should().OnlyContain(f => f.Result == null);
    }

    [Fact]
    public async Task A_scanner_that_hangs_holds_three_turns()
    {
        using var daemon = new TcpListener(IPAddress.Loopback, 0);
        daemon.Start();
        using var scanner = new ClamdScanner("127.0.0.1", ((IPEndPoint)daemon.LocalEndpoint).Port, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var stuck = Enumerable.Range(0, 3).Select(_ => scanner.ScanAsync(new MemoryStream([1]), end.Token)).ToList();
        var fourth = await scanner.ScanAsync(new MemoryStream([1]), Ct);
        var waiting = stuck.Count(t => !t.IsCompleted);
        await end.CancelAsync();
        await FluentActions.Awaiting(() => Task.WhenAll(stuck)).Should().ThrowAsync<OperationCanceledException>();
        var after = scanner.ScanAsync(new MemoryStream([1]), Ct);
        using var connection = await daemon.AcceptTcpClientAsync(Ct);

        (fourth.Clean, waiting).Should().Be((null, 3), "it is put off while the daemon holds the others");
        after.IsCompleted.Should().BeFalse("what was given up gave its turn back");
    }

    [Theory]
    [InlineData("Größe & Söhne", "windows-1252", "text/html; charset=ISO-8859-1", "")]
    [InlineData("Größe & Söhne", "windows-1252", "text/html", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>")]
    [InlineData("株式会社テスト", "shift_jis", "text/html", "<meta charset=\"Shift_JIS\">")]
    [InlineData("Пример", "windows-1251", "text/html; charset=windows-1251", "<meta charset='utf-8'>")]
    [InlineData("Größe", "utf-8", "text/html; charset=no-such-thing", "")]
    [InlineData("Größe", "utf-8", "text/html", "<meta charset='utf-16'>")]
    [InlineData("Größe", "utf-8", "text/html; charset=utf-7", "")]
    public async Task A_page_is_read_in_the_signs_that_it_says_it_is_written_in(string text, string encoding, string type, string head)
    {
        var signs = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        await using var site = await Simulator.StartAsync(h =>
        {
            h.Response.Headers.ContentType = type;
            return h.Response.Body.WriteAsync(signs.GetBytes($"<html><head>{head}<title>{text}</title></head></html>")).AsTask();
        });
        using var pages = new GuardedWebPages(new GuardedConnections(new SystemHostAddresses(), allowsPrivate: true), TimeProvider.System);

        (await pages.OpenAsync(site.Url, Ct)).Html.Should().Contain($"<title>{text}</title>");
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 400 && !isSo(); i++) await Task.Delay(10, Ct);
    }
}
