using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Api.Workflows.Runs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>Begins a page of a batch's runs; the page, the place where the next begins and its promise are one commit.</summary>
internal sealed class RunBatch(WorkflowBook book, RunStates states, IInquiryPicks picks, SubjectVault vault, Signals signals) : IJobHandler
{
    /// <summary>The job; its subject is the batch.</summary>
    public const string Kind = "workflows.batch";

    private const int Page = 100;

    public async Task RunAsync(HeldJob job, TenantWork work, CancellationToken ct)
    {
        work.Db.Finish(job);
        var id = new WorkflowBatchId(job.Subject);
        if (await work.Db.Set<WorkflowBatch>().SingleOrDefaultAsync(b => b.Id == id, ct) is { Status: BatchStatus.Running } batch && await book.FindAsync(work.Db, batch.Hash, ct) is { } program)
            await GoOnAsync(work, batch, new ActiveWorkflow(batch.Workflow, batch.Number, program), ct);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
        signals.Events.Set();
    }

    private async Task GoOnAsync(TenantWork work, WorkflowBatch batch, ActiveWorkflow workflow, CancellationToken ct)
    {
        var found = await picks.PageAsync(work.Db, BatchRuns.PickOf(StoredJson.Read<BatchFilter>(batch.Filter)), batch.After, Page, ct);
        // One read for all of their keys.
        await vault.RingAsync(work.Db, work.Tenant, [.. found.Select(f => f.Profile).Distinct()], ct);
        foreach (var (inquiry, profile) in found)
            await states.BeginAsync(work.Db, new RunBeginning(workflow, RunOrigin.Batch, inquiry.ToString(), profile, WorkflowId.Of(workflow.Key).Actor, 0) { BatchId = batch.Id.Value }, work.Now, ct);
        var last = found.Count < Page;
        batch.GoOn(found.Count > 0 ? found[^1].Id.Value : batch.After, found.Count, last, work.Now);
        if (last) work.Db.Record(Actor.Automation, work.Now, "workflow_batch.completed", batch.Id.ToString(), details: new { batch.Started });
        else work.Db.Enqueue(Kind, batch.Id.Value, work.Now, priority: JobPriority.Bulk);
    }
}
