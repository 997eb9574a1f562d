using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Jobs;

/// <summary>Shows the work that is promised and not finished: a tenant its own, the operator everybody's. Jobs stand in a table without a tenant's wall, so each query names the tenant.</summary>
internal static class ReadJobs
{
    private static readonly IReadOnlyList<string> Statuses = [.. SnakeCase.All<JobStatus>()];

    public static void Map(RouteGroupBuilder jobs, RouteGroupBuilder platform)
    {
        jobs.MapGet("", ListAsync).Requires(Scopes.JobsRead).Lists("status").TakesQuery("status", "Only jobs that stand so.", Statuses)
            .WithSummary("List unfinished jobs").Produces<Page<JobResource>>().ProducesRefusals(422);
        jobs.MapGet("/{id}", GetAsync).Requires(Scopes.JobsRead).WithSummary("Read a job").Produces<JobResource>().ProducesRefusals(404);
        platform.MapGet("", ListAllAsync).RequiresPlatformKey().Lists("status").TakesQuery("status", "Only jobs that stand so.", Statuses)
            .WithSummary("List unfinished jobs of all tenants").Produces<Page<PlatformJobResource>>().ProducesRefusals(422);
        platform.MapGet("/{id}", GetAnyAsync).RequiresPlatformKey().WithSummary("Read a job of any tenant").Produces<PlatformJobResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(string? status, HttpContext http, Work work, JobSubjects subjects, TimeProvider clock)
    {
        var (jobs, page, refusal) = Query(work.Db.Set<Job>().AsNoTracking().Where(j => j.TenantId == work.Tenant), status, http, clock);
        if (refusal is not null) return Refused.Because(refusal);
        var rows = await jobs.ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(rows, j => View(j, subjects, clock), j => j.Id));
    }

    private static async Task<IResult> GetAsync(string id, Work work, JobSubjects subjects, TimeProvider clock) =>
        PublicId.TryParse<JobId>(id, out var key) && await work.Db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.TenantId == work.Tenant && j.Id == key.Value, work.Canceled) is { } job
            ? Answer.Ok(View(job, subjects, clock))
            : Refused.Because(Error.NotFound("job"));

    private static async Task<IResult> GetAnyAsync(string id, Work work, JobSubjects subjects, TimeProvider clock) =>
        PublicId.TryParse<JobId>(id, out var key) && await work.Db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == key.Value, work.Canceled) is { } job
            ? Answer.Ok(PlatformView(job, subjects, clock))
            : Refused.Because(Error.NotFound("job"));

    private static async Task<IResult> ListAllAsync(string? status, HttpContext http, Work work, JobSubjects subjects, TimeProvider clock)
    {
        var (jobs, page, refusal) = Query(work.Db.Set<Job>().AsNoTracking(), status, http, clock);
        if (refusal is not null) return Refused.Because(refusal);
        var rows = await jobs.ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(rows, j => PlatformView(j, subjects, clock), j => j.Id));
    }

    private static (IQueryable<Job> Jobs, PageQuery Page, Error? Refusal) Query(IQueryable<Job> jobs, string? status, HttpContext http, TimeProvider clock)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return (jobs, page, error);
        if (status is not null)
        {
            if (!SnakeCase.TryParse<JobStatus>(status, out var wanted)) return (jobs, page, JobStates.Unknown(status));
            jobs = jobs.In(wanted, clock.GetUtcNow());
        }
        if (page.After is { } after) jobs = jobs.Where(j => j.Id < after);
        return (jobs.OrderByDescending(j => j.Id).Take(page.Limit + 1), page, null);
    }

    public static JobResource View(Job job, JobSubjects subjects, TimeProvider clock) => new(
        new JobId(job.Id), job.Kind, subjects.Of(job.Kind, job.Subject), job.StatusAt(clock.GetUtcNow()), job.Attempts, job.DueAt, job.DeadAt, job.Fault);

    public static PlatformJobResource PlatformView(Job job, JobSubjects subjects, TimeProvider clock) => new(
        new JobId(job.Id), job.TenantId, job.Kind, subjects.Of(job.Kind, job.Subject), job.StatusAt(clock.GetUtcNow()), job.Attempts, job.DueAt, job.DeadAt, job.Fault);
}
