using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Jobs;

/// <summary>Gives a dead job its attempts back: due now, counted from zero.</summary>
internal static class RequeueJob
{
    public static void Map(RouteGroupBuilder jobs, RouteGroupBuilder platform)
    {
        jobs.MapPost("/{id}/requeue", HandleAsync).Requires(Scopes.JobsManage).Idempotent()
            .WithSummary("Revive a dead job").Produces<JobResource>().ProducesRefusals(404).Refuses(409, NotDead.Code, NotDead.Detail);
        platform.MapPost("/{id}/requeue", HandleAnyAsync).RequiresPlatformKey().Idempotent()
            .WithSummary("Revive a dead job of any tenant").Produces<PlatformJobResource>().ProducesRefusals(404).Refuses(409, NotDead.Code, NotDead.Detail);
    }

    private static async Task<IResult> HandleAsync(string id, Work work, JobSubjects subjects, Signals signals, TimeProvider clock)
    {
        var job = PublicId.TryParse<JobId>(id, out var key)
            ? await work.Db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.TenantId == work.Tenant && j.Id == key.Value, work.Canceled) : null;
        if (job is null) return Refused.Because(Error.NotFound("job"));
        if (job.DeadAt is null) return await work.RefuseAsync(NotDead);
        Revive(work, job, subjects);
        var answer = await work.AnswerAsync(200, ReadJobs.View(Revived(job, clock), subjects, clock), Keeping.Plainly);
        signals.Jobs.Set();
        return answer;
    }

    private static async Task<IResult> HandleAnyAsync(string id, Work work, JobSubjects subjects, Signals signals, TimeProvider clock)
    {
        var job = PublicId.TryParse<JobId>(id, out var key)
            ? await work.Db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == key.Value, work.Canceled) : null;
        if (job is null) return Refused.Because(Error.NotFound("job"));
        if (job.DeadAt is null) return await work.RefuseAsync(NotDead);
        Revive(work, job, subjects);
        var answer = await work.AnswerAsync(200, ReadJobs.PlatformView(Revived(job, clock), subjects, clock), Keeping.Plainly);
        signals.Jobs.Set();
        return answer;
    }

    private static void Revive(Work work, Job job, JobSubjects subjects)
    {
        var revive = new NpgsqlBatchCommand("""
            WITH revived AS (UPDATE jobs SET dead_at = NULL, attempts = 0, due_at = clock_timestamp(), turn_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2 AND dead_at IS NOT NULL RETURNING 1)
            SELECT kyb_expect_one(count(*)) FROM revived
            """);
        revive.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.TenantId.Value });
        revive.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.Id });
        work.Db.Extra.Add(revive);
        work.Record("job.requeued", new JobId(job.Id).ToString(), subjects.Of(job.Kind, job.Subject), new { job.Kind, tenant = job.TenantId });
    }

    private static Job Revived(Job job, TimeProvider clock) => new()
    {
        TenantId = job.TenantId,
        Id = job.Id,
        Kind = job.Kind,
        Subject = job.Subject,
        DueAt = Instants.Truncate(clock.GetUtcNow()),
        Fault = job.Fault,
    };

    private static Error NotDead => Error.Conflict("job_not_dead", "Only a dead job is revived; this one still runs or waits by itself.");
}
