using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Runs;

/// <summary>Which inquiries a batch goes through; a member that is left out leaves that open.</summary>
public sealed record BatchFilter(string? Status, string? Country, string? SenderType, string? Tag);

/// <summary>Runs of a workflow, one for each inquiry that a filter finds.</summary>
public sealed record NewBatch(string? Workflow, BatchFilter? Filter);

internal sealed class NewBatchValidator : AbstractValidator<NewBatch>
{
    public NewBatchValidator()
    {
        RuleFor(b => b.Workflow).NotEmpty().MaximumLength(100);
        RuleFor(b => b.Filter).NotNull();
        RuleFor(b => b.Filter!.Country).MaximumLength(10).When(b => b.Filter is not null);
        RuleFor(b => b.Filter!.SenderType).MaximumLength(40).When(b => b.Filter is not null);
        RuleFor(b => b.Filter!.Tag).MaximumLength(60).When(b => b.Filter is not null);
    }
}

/// <summary>How many of its runs stand where.</summary>
public sealed record BatchProgress(int Running, int Waiting, int Completed, int Failed, int Canceled);

/// <summary>One batch of runs.</summary>
/// <param name="Status"><c>completed</c>: every inquiry that the filter found has its run. The runs themselves may go on.</param>
/// <param name="Started">Runs begun so far.</param>
/// <param name="Runs">Only where one batch is read.</param>
public sealed record WorkflowBatchResource(
    WorkflowBatchId Id, string Workflow, int Version, BatchStatus Status, BatchFilter Filter, int Started,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] BatchProgress? Runs,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt)
{
    internal static WorkflowBatchResource From(WorkflowBatch row, BatchProgress? runs = null) =>
        new(row.Id, row.Workflow, row.Number, row.Status, StoredJson.Read<BatchFilter>(row.Filter), row.Started, runs, row.CreatedBy, row.CreatedAt, row.UpdatedAt, row.EndedAt);
}

/// <summary>Starts many runs at once, and tells how they go.</summary>
internal static class BatchRuns
{
    public static void Map(RouteGroupBuilder batches)
    {
        batches.MapPost("", CreateAsync).Requires(Scopes.WorkflowsRun).Idempotent()
            .WithSummary("Start a run for every inquiry that a filter finds").Produces<WorkflowBatchResource>(201).ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(409, "workflow_retired", "No version is in force.").Refuses(409, "workflow_not_callable", "The workflow has no trigger that is a call, or is not about inquiries.")
            .ExampleRequest("""{ "workflow": "acme.recheck", "filter": { "status": "approved", "country": "GB" } }""");
        batches.MapGet("", ListAsync).Requires(Scopes.WorkflowsRead).Lists("workflow").WithSummary("List batches").Produces<Page<WorkflowBatchResource>>().ProducesRefusals(422);
        batches.MapGet("/{id}", GetAsync).Requires(Scopes.WorkflowsRead).Versioned().WithSummary("Read a batch with its progress").Produces<WorkflowBatchResource>().ProducesRefusals(404);
        batches.MapPost("/{id}/cancel", CancelAsync).Requires(Scopes.WorkflowsRun).Idempotent().Versioned()
            .WithSummary("Begin no more runs of a batch").Produces<WorkflowBatchResource>().ProducesRefusals(400, 404, 422).Refuses(409, "invalid_transition", "It is over.");
    }

    private static async Task<IResult> CreateAsync(Body<NewBatch> body, Work work, WorkflowBook book, IInquiryPicks picks, Signals signals)
    {
        var (key, filter) = (body.Value.Workflow!, body.Value.Filter!);
        if (await book.ActiveAsync(work.Db, key, work.Canceled) is not { } workflow)
            return await StartRun.ExistsAsync(work, key) ? await work.RefuseAsync(WorkflowErrors.Retired(key)) : Refused.Because(WorkflowErrors.NoWorkflow);
        if (workflow.Program.Document.About is not WorkflowAbout.Inquiry || !workflow.Program.Document.Triggers.Any(t => t.IsCall)) return await work.RefuseAsync(WorkflowErrors.NotCallable(key));
        if (picks.Check(PickOf(filter), "/filter") is { } wrong) return await work.RefuseAsync(wrong);
        var batch = new WorkflowBatch
        {
            TenantId = work.Tenant,
            Id = PublicId.New<WorkflowBatchId>(work.Now),
            Workflow = key,
            Number = workflow.Number,
            Hash = workflow.Program.Hash,
            Filter = StoredJson.Write(filter),
            CreatedBy = work.Caller.Actor.ToString(),
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        work.Db.Add(batch);
        work.Db.Extra.Add(WorkflowBook.Keeping(work.Tenant, workflow.Program, work.Now));
        work.Db.Enqueue(Running.RunBatch.Kind, batch.Id.Value, work.Now, priority: JobPriority.Bulk);
        work.Record("workflow_batch.started", batch.Id.ToString(), details: new { batch.Workflow, version = batch.Number });
        var answer = await work.AnswerAsync(201, WorkflowBatchResource.From(batch), Keeping.Plainly, $"/v1/workflow-batches/{batch.Id}", batch);
        signals.Jobs.Set();
        return answer;
    }

    private static async Task<IResult> ListAsync(string? workflow, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<WorkflowBatch>().AsNoTracking();
        if (workflow is not null) rows = rows.Where(b => b.Workflow == workflow);
        var found = await rows.NewestFirst(b => b.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, b => WorkflowBatchResource.From(b), b => b.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work)
    {
        if (await FindAsync(work, id) is not { } batch) return Refused.Because(Error.NotFound("workflow batch"));
        var key = (Guid?)batch.Id.Value;
        var counts = await work.Db.Set<WorkflowRun>().AsNoTracking().Where(r => r.BatchId == key).GroupBy(r => r.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, work.Canceled);
        int Of(RunStatus status) => counts.GetValueOrDefault(status);
        return Answer.Ok(WorkflowBatchResource.From(batch, new BatchProgress(Of(RunStatus.Running), Of(RunStatus.Waiting), Of(RunStatus.Completed), Of(RunStatus.Failed), Of(RunStatus.Canceled))), ETags.Of(batch));
    }

    private static async Task<IResult> CancelAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } batch) return Refused.Because(Error.NotFound("workflow batch"));
        if (ETags.Check(http, batch) is { } changed) return Refused.Because(changed);
        if (batch.Cancel(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Record("workflow_batch.canceled", batch.Id.ToString(), details: new { batch.Started });
        return await work.AnswerAsync(200, WorkflowBatchResource.From(batch), Keeping.Plainly, etag: batch);
    }

    internal static InquiryPick PickOf(BatchFilter filter) => new(filter.Status, filter.Country, filter.SenderType, filter.Tag);

    private static async Task<WorkflowBatch?> FindAsync(Work work, string id) =>
        PublicId.TryParse<WorkflowBatchId>(id, out var key) ? await work.Db.Set<WorkflowBatch>().SingleOrDefaultAsync(b => b.Id == key, work.Canceled) : null;
}
