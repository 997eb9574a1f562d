using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KybPlatform.Api.Jobs;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Scale;

/// <summary>The arithmetic of docs/scale.md starts from what one submission leaves behind: here it is measured.</summary>
public sealed partial class StorageTests(TestPostgres postgres, ITestOutputHelper output)
{
    private const int Count = 300;

    [Fact]
    public async Task One_submission_leaves_the_rows_and_about_the_bytes_that_the_documentation_counts_with()
    {
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = (await platform.ANewTenantAsync()).Test;
        var proof = await Submissions.ProofAsync(tenant);
        await SubmitAsync(tenant, proof, 0);
        await AddUpAsync(platform);
        var before = await MeasureAsync(platform);

        await Parallel.ForEachAsync(Enumerable.Range(1, Count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) => await SubmitAsync(tenant, proof, n));
        await Eventually.AsksAsync(async () => (await platform.AskAsync<long>("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM jobs)")).Single(), left => left == 0);
        await AddUpAsync(platform);
        var after = await MeasureAsync(platform);

        var (rows, bytes) = (new SortedDictionary<string, double>(StringComparer.Ordinal), 0.0);
        foreach (var (table, (count, size)) in after)
        {
            var each = (count - before[table].Rows) / (double)Count;
            if (each > 0) rows[table] = Math.Round(each, 1);
            if (table is not ("jobs" or "outbox")) bytes += (size - before[table].Bytes) / (double)Count;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{table}` | {each:F1} | {(size - before[table].Bytes) / Count} |"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all: {bytes:F0} bytes"));

        var told = Rows().Matches(Scale).ToDictionary(m => m.Groups[1].Value, m => double.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        rows.Should().BeEquivalentTo(told);
        var toldBytes = double.Parse(Bytes().Match(Scale).Groups[1].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        (bytes / toldBytes).Should().BeInRange(0.7, 1.3, "the documentation counts with {0} and {1:F0} were measured", toldBytes, bytes);
    }

    private static string Scale => File.ReadAllText(Path.Combine(DataFolder.SourceTree()!, "docs", "scale.md"));

    // What waits for a sweep is no row that stays.
    private static async Task AddUpAsync(RunningPlatform platform)
    {
        // The worker's own sweep may be at it: whoever comes second leaves it to the first.
        await Eventually.AsksAsync(async () =>
        {
            await platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(TestContext.Current.CancellationToken);
            return (await platform.AskAsync<long>("SELECT count(*) FROM figure_changes")).Single();
        }, left => left == 0);
    }

    private static async Task SubmitAsync(ApiClient tenant, JsonArray proof, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Submissions.Name} {number}");
        var documents = proof.DeepClone().AsArray();
        documents[0]!["fields"]!["business_name"] = name;
        var body = new JsonObject
        {
            ["country"] = "GB",
            ["sender_type"] = "alphanumeric",
            ["submit"] = true,
            ["use_case"] = Submissions.UseCase(),
            ["business"] = Submissions.Business(number: (10_000_000 + number).ToString(CultureInfo.InvariantCulture), name: name),
            ["documents"] = documents,
        };
        (await tenant.PostAsync("/v1/inquiries", body, string.Create(CultureInfo.InvariantCulture, $"scale-{number}"), wait: 20)).ShouldBe(201).Text("/status").Should().Be("approved");
    }

    private static async Task<Dictionary<string, (long Rows, long Bytes)>> MeasureAsync(RunningPlatform platform)
    {
        await using var owner = NpgsqlDataSource.Create(platform.Database.OwnerConnection);
        var found = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        foreach (var table in await platform.AskAsync<string>("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"))
        {
            await using var measure = owner.CreateCommand($"SELECT (SELECT count(*) FROM {table}), pg_total_relation_size('{table}')");
            await using var row = await measure.ExecuteReaderAsync();
            await row.ReadAsync();
            found[table] = (row.GetInt64(0), row.GetInt64(1));
        }
        return found;
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \| ([\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"\*\*([\d,]+) bytes\*\*")]
    private static partial Regex Bytes();
}
