using KybPlatform.Api.Persistence;
using KybPlatform.Api.Workflows.Contracts;
using Npgsql;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>Ends runs, with what is told of it.</summary>
internal static class RunEnds
{
    public static void Complete(PlatformDb db, WorkflowRun run, DateTimeOffset now)
    {
        run.Complete(now);
        RunMeter.Ended("completed");
        RunLog.Write(db, run, WorkflowId.Of(run.Workflow).Actor, now, "completed", new { run.Workflow, version = run.Number });
        db.Extra.Add(Forgetting(run));
    }

    public static void Fail(PlatformDb db, WorkflowRun run, string? step, string code, string? detail, DateTimeOffset now)
    {
        run.Fail(step, code, detail, now);
        RunMeter.Ended("failed");
        // What its other branches wait for is still heard: it may be tried again.
        RunLog.Write(db, run, WorkflowId.Of(run.Workflow).Actor, now, "failed", new { run.Workflow, version = run.Number, step, code });
    }

    /// <summary>Nothing is waited for any more.</summary>
    public static NpgsqlBatchCommand Forgetting(WorkflowRun run)
    {
        var forget = new NpgsqlBatchCommand("DELETE FROM workflow_waits WHERE tenant_id = $1 AND run_id = $2");
        forget.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run.TenantId.Value });
        forget.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = run.Id.Value });
        return forget;
    }
}
