using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>Reads workflows and their versions, and tries versions out without changing anything.</summary>
internal static class ReadWorkflows
{
    public static void Map(RouteGroupBuilder workflows)
    {
        workflows.MapGet("", ListAsync).Requires(Scopes.WorkflowsRead).WithSummary("All workflows: the tenant's and the product's").Produces<WorkflowList>();
        workflows.MapGet("/{key}", GetAsync).Requires(Scopes.WorkflowsRead).WithSummary("Read a workflow").Produces<WorkflowResource>().ProducesRefusals(404);
        workflows.MapGet("/{key}/versions", VersionsAsync).Requires(Scopes.WorkflowsRead).WithSummary("The versions of a workflow").Produces<WorkflowVersionList>().ProducesRefusals(404);
        workflows.MapGet("/{key}/versions/{version}", VersionAsync).Requires(Scopes.WorkflowsRead).WithSummary("Read a version; 0 is what the product ships").Produces<WorkflowVersionResource>().ProducesRefusals(404);
        workflows.MapPost("/{key}/versions/{version}/check", CheckAsync).Requires(Scopes.WorkflowsRead).AsksOnly()
            .WithSummary("Check a version against everything else that is in force").Produces<WorkflowCheck>().ProducesRefusals(404);
        workflows.MapPost("/{key}/versions/{version}/test", TestAsync).Requires(Scopes.WorkflowsRead).AsksOnly()
            .WithSummary("Run the examples of a version").Produces<WorkflowTestRun>().ProducesRefusals(404).Refuses(422, "check_failed", "The version does not pass its check.");
    }

    private static async Task<IResult> ListAsync(Work work) => Answer.Ok(new WorkflowList(await AllAsync(work)));

    private static async Task<IResult> GetAsync(string key, Work work) =>
        (await AllAsync(work)).FirstOrDefault(w => w.Key == key) is { } found ? Answer.Ok(found) : Refused.Because(WorkflowErrors.NoWorkflow);

    private static async Task<IReadOnlyList<WorkflowResource>> AllAsync(Work work)
    {
        var rows = await work.Db.Set<Workflow>().AsNoTracking().ToDictionaryAsync(w => w.Key, StringComparer.Ordinal, work.Canceled);
        var last = (await work.Db.Set<WorkflowVersion>().AsNoTracking().Where(v => !work.Db.Set<WorkflowVersion>().Any(n => n.Key == v.Key && n.Number > v.Number)).ToListAsync(work.Canceled)).ToDictionary(v => v.Key, StringComparer.Ordinal);
        return [.. last.Keys.Union(ShippedWorkflows.All.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(key => View(key, rows.GetValueOrDefault(key), last.GetValueOrDefault(key)))];
    }

    private static WorkflowResource View(string key, Workflow? row, WorkflowVersion? last)
    {
        var shipped = ShippedWorkflows.All.GetValueOrDefault(key);
        var document = last is null ? shipped.Program.Document : WorkflowReader.FromJson(System.Text.Encoding.UTF8.GetBytes(last.Document)).Document!;
        ActiveVersion? active = row is { ActiveHash: { } hash, ActiveNumber: { } number } ? new ActiveVersion(number, hash) : row is null && shipped.SwitchedOn ? new ActiveVersion(0, shipped.Program.Hash) : null;
        return new WorkflowResource(key, WorkflowId.Of(key), document.Title, document.Description, document.About, [.. document.Triggers.SelectMany(t => t.Events).Distinct(StringComparer.Ordinal)],
            active, shipped.Program is not null, last?.Number, row?.ChangedBy, row?.ChangedAt);
    }

    private static async Task<IResult> VersionsAsync(string key, Work work)
    {
        var rows = await work.Db.Set<WorkflowVersion>().AsNoTracking().Where(v => v.Key == key).OrderByDescending(v => v.Number).Take(100).ToListAsync(work.Canceled);
        if (rows.Count == 0 && !ShippedWorkflows.All.ContainsKey(key)) return Refused.Because(WorkflowErrors.NoWorkflow);
        var active = await ActiveAsync(work.Db, key, work.Canceled);
        var shipped = Shipped(key, active, content: false);
        return Answer.Ok(new WorkflowVersionList([.. rows.Select(r => WorkflowVersionResource.From(r, active, content: false)), .. shipped is null ? [] : new[] { shipped }]));
    }

    private static async Task<IResult> VersionAsync(string key, string version, Work work)
    {
        var active = await ActiveAsync(work.Db, key, work.Canceled);
        if (version == "0") return Shipped(key, active, content: true) is { } shipped ? Answer.Ok(shipped) : Refused.Because(WorkflowErrors.NoVersion);
        return await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is { } row ? Answer.Ok(WorkflowVersionResource.From(row, active), ETags.Of(row)) : Refused.Because(WorkflowErrors.NoVersion);
    }

    private static WorkflowVersionResource? Shipped(string key, int? active, bool content)
    {
        if (!ShippedWorkflows.All.TryGetValue(key, out var shipped)) return null;
        var document = shipped.Program.Document;
        return new WorkflowVersionResource(key, 0, WorkflowVersionState.Published, active == 0, shipped.Program.Hash, ["platform"], document.Description,
            content ? JsonSerializer.SerializeToElement(document.Json) : null, null, null, null, null, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    }

    /// <summary>The number in force; null where there is none.</summary>
    internal static async Task<int?> ActiveAsync(PlatformDb db, string key, CancellationToken ct) =>
        await db.Set<Workflow>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == key, ct) is { } row ? row.ActiveNumber
        : ShippedWorkflows.All.GetValueOrDefault(key) is { SwitchedOn: true } ? 0 : null;

    private static async Task<IResult> CheckAsync(string key, string version, Work work, WorkflowBook book)
    {
        if (await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        var examined = await WorkflowText.ExamineAsync(book, work.Db, row, work.Canceled);
        return Answer.Ok(new WorkflowCheck(examined.Program is not null, examined.Program?.Hash, [.. examined.Issues.Select(WorkflowIssue.From)]));
    }

    private static async Task<IResult> TestAsync(string key, string version, Work work, WorkflowBook book)
    {
        if (await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        var examined = await WorkflowText.ExamineAsync(book, work.Db, row, work.Canceled);
        if (examined.Program is not { } program) return Refused.Because(WorkflowErrors.CheckFailed(examined.Issues));
        var results = Simulation.Run(program);
        return Answer.Ok(new WorkflowTestRun(results.All(r => r.Passed), [.. results.Select(WorkflowTestOutcome.From)]));
    }
}
