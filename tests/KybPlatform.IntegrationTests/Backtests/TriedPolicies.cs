using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.Policies.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Backtests;

/// <summary>Drafts over the pack's policy for British sender names, and decisions to try them on.</summary>
internal static class TriedPolicies
{
    /// <summary>Asks for a fact that nobody was asked for.</summary>
    public static readonly string AsksMore = $$"""
        key: gb.alphanumeric
        version: {{ShippedVersion.Gb + 1}}
        overlays: gb.alphanumeric
        requirements: [{ key: employees, kind: field, path: business.employees }]
        """;

    /// <summary>Turns away what was collected.</summary>
    public static readonly string Declines = $$"""
        key: gb.alphanumeric
        version: {{ShippedVersion.Gb + 2}}
        overlays: gb.alphanumeric
        rules: [{ key: no_retail, when: 'business.industry == "retail"', outcome: decline, reason: restricted }]
        """;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Puts a version where authors put it, whatever routes there are for that.</summary>
    public static async Task DraftAsync(RunningPlatform platform, TenantClient tenant, string yaml)
    {
        var document = PolicyLoader.FromYaml(yaml).Document ?? throw new FormatException(yaml);
        await using var scope = platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        db.Add(new PolicyVersion
        {
            TenantId = new TenantId(tenant.RowId),
            Key = document.Key,
            Number = document.Version,
            Origin = PolicyVersionOrigin.Authored,
            Source = yaml,
            Format = "yaml",
            Document = document.Json.ToJsonString(),
            IsBase = document.IsBase,
            Authors = ["usr_author"],
            CreatedAt = Now,
            UpdatedAt = Now,
        });
        await db.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One that is approved, one for a person, one that is declined.</summary>
    /// <param name="round">Other companies each time: a number that is claimed already goes to a person.</param>
    public static async Task<IReadOnlyList<HttpAnswer>> DecidedAsync(TenantClient tenant, int round = 0)
    {
        var answers = new List<HttpAnswer>();
        foreach (var (industry, number) in ((string, string)[])[("retail", $"0123{round}567"), (Submissions.LookedAt, $"0765{round}321"), (Submissions.Declined, $"0765{round}322")])
        {
            var body = await Submissions.WholeAsync(tenant, business: Submissions.Business(industry, number, $"{Submissions.Name} {number}"));
            body["documents"] = await Submissions.ProofAsync(tenant, $"{Submissions.Name} {number}");
            answers.Add((await tenant.PostAsync("/v1/inquiries", body, wait: 20)).ShouldBe(201));
        }
        answers.Select(a => a.Text("/status")).Should().Equal("approved", "in_review", "declined");
        return answers;
    }

    public static async Task<HttpAnswer> CompletedAsync(TenantClient tenant, object request)
    {
        var id = (await tenant.PostAsync("/v1/backtests", request)).ShouldBe(201).Text("/id");
        return await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/backtests/{id}"), a => a.Text("/state") == "completed");
    }

    public static object Versions(params int[] versions) => new { policies = versions.Select(v => new { key = "gb.alphanumeric", version = v }).ToArray() };

    public static IEnumerable<string> Matrix(JsonElement report) =>
        report.At("/matrix").EnumerateArray().Select(c => $"{c.Text("/from")} -> {c.Text("/to")} {c.At("/count").GetInt64()}");

    public static IEnumerable<string> Causes(JsonElement report) =>
        report.At("/causes").EnumerateArray().Select(c => $"{c.Text("/kind")} {c.Text("/source")} {c.Text("/key")} {c.Text("/country")} {c.Text("/sender_type")} {c.At("/count").GetInt64()}");
}
