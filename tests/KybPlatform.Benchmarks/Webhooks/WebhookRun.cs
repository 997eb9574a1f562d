using System.Diagnostics;
using System.Globalization;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Dispatch;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Server.Development;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Benchmarks.Webhooks;

/// <summary>
/// Deliveries that are claimed and recorded durably against the same signed POSTs by the same client without a database, in turns; what a fifth of
/// dead and hanging endpoints costs the others; and how soon the first attempt comes after the commit.
/// </summary>
internal static class WebhookRun
{
    private const int Endpoints = 16;
    private const int Events = 1000;

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var given = Environment.GetEnvironmentVariable("KYB_TEST_POSTGRES");
        await using var embedded = given is null ? await DevelopmentDatabase.StartAsync(Directory.CreateTempSubdirectory("kyb-webhooks-db-").FullName, Console.WriteLine, CancellationToken.None) : null;
        await using var receiver = await HookReceiver.StartAsync();
        await using var platform = await HookPlatform.StartAsync(given ?? embedded!.OwnerConnection);
        await ThroughputAsync(platform, receiver, rounds);
        await LatencyAsync(platform, receiver);
        return 0;
    }

    private static async Task ThroughputAsync(HookPlatform platform, HookReceiver receiver, int rounds)
    {
        string Url(int i) => new Uri(receiver.Living, $"/{i.ToString(CultureInfo.InvariantCulture)}").AbsoluteUri;
        var (plain, all) = await platform.TenantAsync(Enumerable.Range(0, Endpoints).Select(Url));
        var dead = Endpoints / 4;   // a fifth of all
        var (mixed, some) = await platform.TenantAsync(Enumerable.Range(0, Endpoints).Select(Url).Concat(Enumerable.Range(0, dead).Select(i => i % 2 == 0 ? receiver.Dead : receiver.Hanging)));
        var living = some.Take(Endpoints).ToList();
        var (ratios, costs, work) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var fixedWork = LoadRun.FixedWork();
            var limit = await WithoutDatabaseAsync(platform, receiver);
            var ours = await DeliverAsync(platform, plain, all);
            var beside = await DeliverAsync(platform, mixed, living);
            if (round == 0) continue;   // warms up
            work.Add(fixedWork);
            ratios.Add(ours / limit);
            costs.Add(beside / ours);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"webhooks {round}: POSTs without a database {limit,7:F0}/s | delivered and recorded {ours,7:F0}/s, ratio {ours / limit:F3} | with a fifth of the endpoints dead or hanging, the living {beside,7:F0}/s, {beside / ours:F3} of that"));
        }
        LoadRun.Report("webhooks against POSTs without a database", ratios, work);
        LoadRun.Report("living endpoints beside dead ones, of without them", costs, work);
        var expected = (rounds + 1L) * Events * Endpoints;
        var (a, b) = (await platform.DeliveredAsync(plain), await platform.DeliveredAsync(mixed));
        if (a != expected || b != expected) throw new InvalidOperationException($"{expected} deliveries were to be recorded for each tenant, not {a} and {b}.");
    }

    private static async Task<double> DeliverAsync(HookPlatform platform, Guid tenant, IReadOnlyList<Guid> endpoints)
    {
        await platform.AppendAsync(tenant, Events);
        var begun = Stopwatch.GetTimestamp();
        platform.Services.GetRequiredService<Signals>().Deliveries.Set();
        await platform.CaughtUpAsync(endpoints);
        return Events * endpoints.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<double> WithoutDatabaseAsync(HookPlatform platform, HookReceiver receiver)
    {
        var client = platform.Services.GetRequiredService<DeliveryClient>();
        var envelopes = platform.Services.GetRequiredService<Envelopes>();
        byte[][] secrets = [new byte[32]];
        var (next, total) = (0, Events * Endpoints);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= total)
            {
                var news = new News(Guid.Empty, next, "inquiry.approved", "inq_01jd3k6mz0e1b9w4r7t2y5x8c3", null, DateTimeOffset.UnixEpoch);
                var attempt = await client.SendAsync(receiver.Living, PublicId.Write("evt", news.Event), envelopes.Thin(news), secrets, keepsExcerpt: true, CancellationToken.None);
                if (!attempt.Delivered) throw new InvalidOperationException(attempt.Fault);
            }
        })));
        return total / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task LatencyAsync(HookPlatform platform, HookReceiver receiver)
    {
        receiver.Notes = true;
        var (tenant, _) = await platform.TenantAsync([receiver.Living.AbsoluteUri]);
        var signals = platform.Services.GetRequiredService<Signals>();
        var times = new List<double>();
        for (var i = 0; i < 400; i++)
        {
            var id = Uuid7.New(TimeProvider.System.GetUtcNow());
            await platform.CommitAsync(tenant, id);
            var committed = Stopwatch.GetTimestamp();
            signals.Events.Set();
            var name = PublicId.Write("evt", id);
            while (receiver.ArrivalOf(name) is null) await Task.Delay(1);
            times.Add(Stopwatch.GetElapsedTime(committed, receiver.ArrivalOf(name)!.Value).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"== first attempt after the commit, idle: p50 {times[times.Count / 2]:F1} ms, p99 {times[(int)(times.Count * 0.99)]:F1} ms (aim 250)"));
    }
}
