using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.IntegrationTests.Insights;

/// <summary>Figures of totals are those that the single decisions give, whatever was added up already and whatever changed afterwards.</summary>
public sealed class FigureTotalTests(PlatformApp app)
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    // What is counted, worked out by the database from single rows: exact percentiles by nearest rank.
    private const string Exact = """
        SELECT json_build_object('decisions', count(*), 'approved', count(*) FILTER (WHERE outcome = 'approve'), 'declined', count(*) FILTER (WHERE outcome = 'decline'),
            'in_review', count(*) FILTER (WHERE outcome = 'review'), 'information_requested', count(*) FILTER (WHERE outcome = 'request_information'),
            'by_person', count(*) FILTER (WHERE by_person), 'straight_through', count(*) FILTER (WHERE straight_through),
            'wall_ms', percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY wall_ms) FILTER (WHERE outcome IN ('approve', 'decline')),
            'own_ms', percentile_disc(ARRAY[0.5, 0.75, 0.95]) WITHIN GROUP (ORDER BY own_ms) FILTER (WHERE outcome IN ('approve', 'decline')))::text
        FROM decision_figures WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND NOT forgotten AND
        """;

    private const string Made = """
        INSERT INTO decision_figures (tenant_id, decision_id, at, country, sender_type, outcome, by_person, straight_through, wall_ms, own_ms, reasons, policy, policy_version, reviewer, queue, forgotten, noted)
        SELECT $1, gen_random_uuid(), date_trunc('milliseconds', now() - interval '100 days' * random()), (ARRAY['GB', 'FR', 'DE'])[1 + i % 3], (ARRAY['alphanumeric', 'local'])[1 + i % 2],
            (ARRAY['approve', 'approve', 'decline', 'review', 'request_information'])[1 + (i * 7) % 5], i % 4 = 0, i % 4 = 1, exp(random() * 20)::bigint, exp(random() * 15)::bigint,
            (ARRAY['{}', '{risk_review}', '{risk_review,sanctions_hit}'])[1 + i % 3]::text[], 'p' || i % 3, 1 + i % 2, CASE WHEN i % 4 = 0 THEN 'usr_' || i % 5 END, NULL, false, $3
        FROM generate_series(1, $2) i
        """;

    [Fact]
    public async Task Totals_answer_as_single_decisions_do_also_after_late_changes()
    {
        var platform = await app.PlatformAsync();
        var tenant = (await app.ANewTenantAsync()).Test;
        await AddAsync(platform, tenant, 3000);
        await CompareAsync(platform, tenant, "nothing is added up");

        await AddUpAsync(platform, tenant);
        await CompareAsync(platform, tenant, "all is added up");

        // Old days and new ones: some are taken back, some come late, one is both before anybody looks.
        await ExecuteAsync(platform, "WITH gone AS (UPDATE decision_figures SET forgotten = true WHERE tenant_id = $1 AND decision_id IN (SELECT decision_id FROM decision_figures WHERE tenant_id = $1 ORDER BY decision_id LIMIT 300) RETURNING 1) SELECT count(*) FROM gone", tenant.RowId);
        await ExecuteAsync(platform, "INSERT INTO figure_changes SELECT tenant_id, decision_id, -1 FROM decision_figures WHERE tenant_id = $1 AND forgotten", tenant.RowId);
        await AddAsync(platform, tenant, 400);
        await AddAsAFormerVersionAsync(platform, tenant, 200);
        await ExecuteAsync(platform, """
            WITH gone AS (UPDATE decision_figures f SET forgotten = true FROM (SELECT decision_id FROM figure_changes WHERE tenant_id = $1 AND sign = 1 LIMIT 50) c WHERE f.tenant_id = $1 AND f.decision_id = c.decision_id RETURNING f.decision_id)
            INSERT INTO figure_changes SELECT $1, decision_id, -1 FROM gone
            """, tenant.RowId);
        await CompareAsync(platform, tenant, "changes are not added up");

        // Whoever comes second leaves it to the first.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RollUpAsync(platform, tenant)));
        await AddUpAsync(platform, tenant);
        await CompareAsync(platform, tenant, "changes are added up");
    }

    /// <summary>What a process does that was started before there were totals, and goes on serving for a while.</summary>
    [Fact]
    public async Task Decisions_of_a_process_of_a_former_version_are_counted_and_are_not_removed_by_it()
    {
        var platform = await app.PlatformAsync();
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var queue = await team.QueueAsync("all", new { rule = "true", undo_minutes = 60 });
        var (inquiry, _) = await team.InReviewAsync();
        await Inquiries.Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await Inquiries.Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        await AddUpAsync(platform, team.Tenant);

        // The approval as that process would have left it: with no word of policy, reviewer and queue, and nothing about totals.
        await ExecuteAsync(platform, "DELETE FROM decision_totals WHERE tenant_id = $1", team.Tenant.RowId);
        await ExecuteAsync(platform, "UPDATE decision_figures SET noted = DEFAULT, policy = NULL, policy_version = NULL, reviewer = NULL, queue = NULL WHERE tenant_id = $1", team.Tenant.RowId);
        (await ApprovedAsync(team)).Should().Be(1, "it counts before anybody adds it up");
        await AddUpAsync(platform, team.Tenant);
        (await OfAsync(team, "reviewers", team.Rea.Id), await OfAsync(team, "queues", queue), await ApprovedAsync(team)).Should().Be((1, 1, 1));
        (await team.Tenant.GetAsync("/v1/insights/policies")).ShouldBe(200).At("/groups").EnumerateArray().Sum(g => g.At("/figures/approved").GetInt64()).Should().Be(1);

        // It would take a decision back by removing the row that the totals hold: its commit is refused as one that came too late.
        await using var connection = new NpgsqlConnection(platform.Database.AppConnection);
        await connection.OpenAsync(Ct);
        await using var undo = new NpgsqlBatch(connection);
        undo.BatchCommands.Add(TenantCommands.SettingTenant(new TenantId(team.Tenant.RowId)));
        undo.BatchCommands.Add(new NpgsqlBatchCommand("WITH changed AS (DELETE FROM decision_figures WHERE outcome = 'approve' RETURNING 1) SELECT kyb_expect_one(count(*)) FROM changed"));
        (await FluentActions.Awaiting(() => undo.ExecuteNonQueryAsync(Ct)).Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be("KY409");
        (await ApprovedAsync(team)).Should().Be(1);
    }

    [Fact]
    public async Task A_decision_that_is_taken_back_counts_no_more_and_an_erased_applicant_still_does()
    {
        var platform = await app.PlatformAsync();
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var queue = await team.QueueAsync("all", new { rule = "true", undo_minutes = 60 });
        var (inquiry, @case) = await team.InReviewAsync();
        await Inquiries.Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await Inquiries.Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        await AddUpAsync(platform, team.Tenant);
        (await OfAsync(team, "reviewers", team.Rea.Id), await OfAsync(team, "queues", queue), await ApprovedAsync(team)).Should().Be((1, 1, 1));

        (await team.Rea.Client.PostAsync($"/v1/cases/{@case}/undo", new { reason = "Too early." })).ShouldBe(200);
        (await OfAsync(team, "reviewers", team.Rea.Id), await OfAsync(team, "queues", queue), await ApprovedAsync(team)).Should().Be((0, 0, 0), "it is taken back at once");
        await AddUpAsync(platform, team.Tenant);
        (await OfAsync(team, "reviewers", team.Rea.Id), await OfAsync(team, "queues", queue), await ApprovedAsync(team)).Should().Be((0, 0, 0));

        (await team.Rea.Client.PostAsync($"/v1/cases/{@case}/release")).ShouldBe(200);
        await Inquiries.Reviews.ClaimAsync(team.Ben.Client, inquiry);
        (await Inquiries.Reviews.ApproveAsync(team.Ben.Client, inquiry)).ShouldBe(200);
        var profile = (await team.Tenant.GetAsync($"/v1/inquiries/{inquiry}")).ShouldBe(200).Text("/business_profile_id");
        (await team.Tenant.PostAsync($"/v1/business-profiles/{profile}/redact")).ShouldBe(200);
        await AddUpAsync(platform, team.Tenant);
        (await OfAsync(team, "reviewers", team.Ben.Id), await OfAsync(team, "queues", queue), await ApprovedAsync(team)).Should().Be((1, 1, 1), "figures hold nothing about the applicant");

        var policies = (await team.Tenant.GetAsync("/v1/insights/policies")).ShouldBe(200).At("/groups").EnumerateArray().ToList();
        policies.Should().NotBeEmpty().And.OnlyContain(g => g.Text("/key").Length > 0 && g.At("/version").ValueKind == JsonValueKind.Number);
        policies.Sum(g => g.At("/figures/decisions").GetInt64()).Should().Be((await team.Tenant.GetAsync("/v1/insights/decisions")).At("/total/decisions").GetInt64());
        var table = (await team.Tenant.SendAsync(HttpMethod.Get, "/v1/insights/reviewers", null, ("Accept", "text/csv"))).ShouldBe(200).Body;
        table.Should().StartWith("key,version,country,").And.Contain(team.Ben.Id);
        (await team.Tenant.SendAsync(HttpMethod.Get, "/v1/insights/reasons", null, ("Accept", "text/csv"))).ShouldBe(200).Body.Should().StartWith("country,sender_type,outcome,reason_code,decisions\r\nGB,alphanumeric,");
    }

    private static async Task CompareAsync(RunningPlatform platform, TenantClient tenant, string when)
    {
        var now = TimeProvider.System.GetUtcNow();
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        (DateTimeOffset, DateTimeOffset)[] windows = [(day.AddDays(-120), now), (now.AddDays(-40), now.AddDays(-3.3)), (day.AddDays(-70), day.AddDays(-10)), (now.AddHours(-30), now.AddHours(-7)), (now.AddHours(-3), now), (day.AddDays(-75.5), day.AddDays(-20))];
        string?[] everywhere = [null], thereToo = [null, "GB"];
        foreach (var (i, (from, to)) in windows.Index())
            foreach (var country in i % 3 == 0 ? thereToo : everywhere)
            {
                var period = string.Create(CultureInfo.InvariantCulture, $"?from={from:yyyy-MM-ddTHH:mm:ss.fffZ}&to={to:yyyy-MM-ddTHH:mm:ss.fffZ}{(country is null ? "" : "&country=GB")}");
                var (since, until) = (Cut(from), Cut(to));
                var narrowed = country is null ? "true" : "country = 'GB'";
                var answer = (await tenant.GetAsync($"/v1/insights/decisions{period}")).ShouldBe(200);
                Same(answer.At("/total"), await ExactAsync(platform, tenant, since, until, narrowed), $"{when}, {period}");
                foreach (var cell in answer.At("/cells").EnumerateArray())
                    Same(cell, await ExactAsync(platform, tenant, since, until, $"country = '{cell.Text("/country")}' AND sender_type = '{cell.Text("/sender_type")}'"), $"{when}, {period}");
                foreach (var group in (await tenant.GetAsync($"/v1/insights/policies{period}")).ShouldBe(200).At("/groups").EnumerateArray())
                    Same(group.At("/figures"), await ExactAsync(platform, tenant, since, until, $"{narrowed} AND policy = '{group.Text("/key")}' AND policy_version = {group.At("/version").GetInt32()}"), $"{when}, {period}");
                var reasons = (await tenant.GetAsync($"/v1/insights/reasons{period}")).ShouldBe(200).At("/reasons").EnumerateArray().Select(r => $"{r.Text("/country")} {r.Text("/sender_type")} {r.Text("/outcome")} {r.Text("/reason_code")} {r.At("/decisions").GetInt64()}");
                reasons.Should().BeEquivalentTo(await platform.AskAsync<string>($"SELECT concat_ws(' ', country, sender_type, outcome, reason, count(*)) FROM decision_figures, unnest(reasons) reason WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND NOT forgotten AND {narrowed} GROUP BY country, sender_type, outcome, reason", tenant.RowId, since, until), when);
            }
    }

    private static void Same(JsonElement told, JsonElement exact, string when)
    {
        foreach (var count in (string[])["decisions", "approved", "declined", "in_review", "information_requested", "by_person", "straight_through"])
            told.At("/" + count).GetInt64().Should().Be(exact.At("/" + count).GetInt64(), "{0} of {1}", count, when);
        foreach (var durations in (string[])["wall_ms", "own_ms"])
        {
            var all = exact.At("/" + durations);
            foreach (var (i, name) in ((string[])["p50", "p75", "p95"]).Index())
            {
                var ours = told.At($"/{durations}/{name}");
                if (all.ValueKind is JsonValueKind.Null) ours.ValueKind.Should().Be(JsonValueKind.Null);
                else Math.Abs(ours.GetInt64() - all[i].GetInt64()).Should().BeLessThanOrEqualTo(all[i].GetInt64() / 128, "{0} of {1} of {2}", name, durations, when);
            }
        }
    }

    private static async Task<JsonElement> ExactAsync(RunningPlatform platform, TenantClient tenant, DateTimeOffset from, DateTimeOffset to, string narrowed)
    {
        using var json = JsonDocument.Parse((await platform.AskAsync<string>($"{Exact} {narrowed}", tenant.RowId, from, to)).Single());
        return json.RootElement.Clone();
    }

    // Figures by the hundred need no inquiries: what they refer to is not looked at.
    private static Task AddAsync(RunningPlatform platform, TenantClient tenant, int count) =>
        ExecuteAsync(platform, $"WITH made AS ({Made} RETURNING decision_id) INSERT INTO figure_changes SELECT $1, decision_id, 1 FROM made", tenant.RowId, count, true);

    private static Task AddAsAFormerVersionAsync(RunningPlatform platform, TenantClient tenant, int count) => ExecuteAsync(platform, Made, tenant.RowId, count, false);

    private static async Task ExecuteAsync(RunningPlatform platform, string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(platform.Database.OwnerConnection);
        await connection.OpenAsync(Ct);
        await using (var past = new NpgsqlCommand("SET session_replication_role = replica", connection)) await past.ExecuteNonQueryAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static Task RollUpAsync(RunningPlatform platform, TenantClient tenant) =>
        platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(new TenantId(tenant.RowId), Ct);

    // The worker's own sweep may be at it: whoever comes second leaves it to the first.
    private static Task<long> AddUpAsync(RunningPlatform platform, TenantClient tenant) => Eventually.AsksAsync(async () =>
    {
        await RollUpAsync(platform, tenant);
        return (await platform.AskAsync<long>("SELECT (SELECT count(*) FROM figure_changes WHERE tenant_id = $1) + (SELECT count(*) FROM decision_figures WHERE tenant_id = $1 AND NOT noted)", tenant.RowId)).Single();
    }, left => left == 0);

    private static async Task<long> OfAsync(ReviewTeam team, string by, string key) =>
        (await team.Tenant.GetAsync($"/v1/insights/{by}")).ShouldBe(200).At("/groups").EnumerateArray().Where(g => g.Text("/key") == key).Sum(g => g.At("/figures/approved").GetInt64());

    private static async Task<long> ApprovedAsync(ReviewTeam team) => (await team.Tenant.GetAsync("/v1/insights/decisions")).ShouldBe(200).At("/total/approved").GetInt64();

    private static DateTimeOffset Cut(DateTimeOffset at) => new(at.Ticks / 10000 * 10000, TimeSpan.Zero);
}
