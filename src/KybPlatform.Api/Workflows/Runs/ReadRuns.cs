using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Runs;

/// <summary>Reads runs: newest first, and one with its ledger.</summary>
internal static class ReadRuns
{
    private const int MostLines = 5000;

    public static void Map(RouteGroupBuilder runs)
    {
        runs.MapGet("", ListAsync).Requires(Scopes.WorkflowsRead).Lists("workflow", "status", "about", "batch").WithSummary("List workflow runs").Produces<Page<WorkflowRunResource>>().ProducesRefusals(422);
        runs.MapGet("/{id}", GetAsync).Requires(Scopes.WorkflowsRead).WithSummary("Read a run with its ledger").Produces<WorkflowRunResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string? workflow, string? status, string? about, string? batch, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<WorkflowRun>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<RunStatus>(status, out var wanted)) return Refused.Because(Unknown(status));
            rows = rows.Where(r => r.Status == wanted);
        }
        if (workflow is not null) rows = rows.Where(r => r.Workflow == workflow);
        if (about is not null) rows = rows.Where(r => r.About == about);
        if (batch is not null)
        {
            var of = PublicId.TryParse<WorkflowBatchId>(batch, out var key) ? key.Value : Guid.Empty;
            rows = rows.Where(r => r.BatchId == of);
        }
        var found = await rows.NewestFirst(r => r.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, r => WorkflowRunResource.From(r), r => r.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work)
    {
        if (await FindAsync(work, id) is not { } run) return Refused.Because(WorkflowErrors.NoRun);
        var key = run.Id;
        var steps = await work.Db.Set<WorkflowRunStep>().AsNoTracking().Where(s => s.RunId == key).OrderBy(s => s.Line).Take(MostLines).ToListAsync(work.Canceled);
        return Answer.Ok(WorkflowRunResource.From(run, steps), ETags.Of(run));
    }

    /// <summary>Null for an id that is malformed, unknown or another tenant's.</summary>
    internal static async Task<WorkflowRun?> FindAsync(Work work, string id) =>
        PublicId.TryParse<WorkflowRunId>(id, out var key) ? await work.Db.Set<WorkflowRun>().SingleOrDefaultAsync(r => r.Id == key, work.Canceled) : null;

    private static Error Unknown(string given)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, SnakeCase.All<RunStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
