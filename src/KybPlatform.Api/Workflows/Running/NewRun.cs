using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>What a run begins with.</summary>
/// <param name="About">The public id of what it is about; empty where it is about nothing.</param>
/// <param name="Profile">Whose data it may come to hold; null where it is about no applicant.</param>
internal sealed record RunBeginning(ActiveWorkflow Workflow, RunOrigin Origin, string About, Guid? Profile, Actor By, int Depth)
{
    public JsonObject? Input { get; init; }
    public JsonObject? Event { get; init; }
    public Guid? EventId { get; init; }
    public WorkflowRunId? FromRun { get; init; }
    public Guid? BatchId { get; init; }
}

/// <summary>Opens and closes what a run holds, and begins runs.</summary>
internal sealed class RunStates(SubjectVault vault)
{
    private const string Purpose = "workflows.run";

    /// <summary>Adds the run and the promise of its first step to the unit of work.</summary>
    public async Task<WorkflowRun> BeginAsync(PlatformDb db, RunBeginning beginning, DateTimeOffset now, CancellationToken ct)
    {
        var (tenant, id, program) = (db.Tenant!.Value, PublicId.New<WorkflowRunId>(now), beginning.Workflow.Program);
        var holder = beginning.Profile ?? id.Value;
        if (beginning.Profile is null) vault.Create(db, tenant, id.Value, now);
        var ring = await vault.RingAsync(db, tenant, [holder], ct);
        if (!ring.Has(holder))
        {
            // The applicant was erased meanwhile: what the run holds is then about nobody.
            holder = id.Value;
            vault.Create(db, tenant, holder, now);
            ring = await vault.RingAsync(db, tenant, [holder], ct);
        }
        var run = new WorkflowRun
        {
            TenantId = tenant,
            Id = id,
            Workflow = beginning.Workflow.Key,
            Number = beginning.Workflow.Number,
            Hash = program.Hash,
            Origin = beginning.Origin,
            About = beginning.About,
            SealedFor = holder,
            State = Seal(ring, holder, RunState.Begin(program, beginning.Input?.DeepClone().AsObject(), beginning.Event?.DeepClone().AsObject())),
            EventId = beginning.EventId,
            FromRun = beginning.FromRun?.Value,
            BatchId = beginning.BatchId,
            StartedBy = beginning.By.ToString(),
            Depth = beginning.Depth,
            ExpiresAt = now.AddDays(program.Document.Limits.Days),
            StartedAt = now,
            UpdatedAt = now,
        };
        db.Add(run);
        db.Extra.Add(WorkflowBook.Keeping(tenant, program, now));
        db.Enqueue(AdvanceRun.Kind, id.Value, now, priority: beginning.BatchId is null ? JobPriority.Normal : JobPriority.Bulk);
        RunLog.Write(db, run, beginning.By, now, "started", new { run.Workflow, version = run.Number, origin = run.Origin, from_run = beginning.FromRun });
        return run;
    }

    /// <summary>Null where whom it was about was erased.</summary>
    public async Task<RunState?> OpenAsync(PlatformDb db, WorkflowRun run, CancellationToken ct)
    {
        var ring = await vault.RingAsync(db, run.TenantId, [run.SealedFor], ct);
        return ring.Open(run.SealedFor, run.State, Purpose) is { } plain ? JsonSerializer.Deserialize<RunState>(plain, StoredJson.Options) : null;
    }

    /// <returns>False where it has become larger than a run may be.</returns>
    public async Task<bool> CloseAsync(PlatformDb db, WorkflowRun run, RunState state, CancellationToken ct)
    {
        var ring = await vault.RingAsync(db, run.TenantId, [run.SealedFor], ct);
        var sealed_ = Seal(ring, run.SealedFor, state);
        if (sealed_.Length > RunBounds.State) return false;
        run.State = sealed_;
        return true;
    }

    private static byte[] Seal(SubjectRing ring, Guid holder, RunState state) => ring.Seal(holder, JsonSerializer.SerializeToUtf8Bytes(state, StoredJson.Options), Purpose);
}

/// <summary>How large things may become, in bytes and counts.</summary>
internal static class RunBounds
{
    /// <summary>What a run holds, as JSON.</summary>
    public const int State = 256 * 1024;

    /// <summary>What a caller gives along.</summary>
    public const int Input = 16 * 1024;

    /// <summary>So many workflows may lead to each other.</summary>
    public const int Depth = 8;

    /// <summary>So often may events about one resource begin one workflow within an hour.</summary>
    public const int PerHour = 20;
}

/// <summary>Every turn of a run is an event and an audit entry, found with what it is about.</summary>
internal static class RunLog
{
    public static void Write(PlatformDb db, WorkflowRun run, Actor by, DateTimeOffset now, string what, object? details = null, string? requestId = null) =>
        db.Record(by, now, $"workflow_run.{what}", run.Id.ToString(), run.About.Length > 0 ? run.About : null, details, requestId);
}
