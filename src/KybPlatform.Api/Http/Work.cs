using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>
/// One request's unit of work: the tenant's data, who is calling, what time it is for that tenant, and the one way to finish:
/// <see cref="AnswerAsync{T}"/> commits state, events, audit, jobs and the kept answer together.
/// </summary>
public sealed class Work
{
    private readonly IdempotencyScope? _idempotency;

    public Work(PlatformDb db, CallerHolder callers, IdempotencyScope idempotency, TimeProvider clock, IHttpContextAccessor accessor)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("Work belongs to a request.");
        (Db, Caller, _idempotency, RequestId, Canceled) = (db, callers.Caller, idempotency, http.RequestId(), http.RequestAborted);
        Now = Instants.Truncate(clock.GetUtcNow()) + Caller.ClockOffset;
    }

    /// <summary>What is done outside of a request in somebody's name: committed by whoever holds the job, never answered.</summary>
    internal Work(Jobs.TenantWork job, Actor by, CancellationToken canceled) =>
        (Db, Caller, Now, Canceled) = (job.Db, new Caller(job.Tenant, job.Live, by, Guid.Empty, new HashSet<string>(StringComparer.Ordinal), TimeSpan.Zero, null), job.Now, canceled);

    public PlatformDb Db { get; }
    public Caller Caller { get; }
    public TenantId Tenant => Caller.Tenant;

    /// <summary>The tenant's time: real time, or a test tenant's own clock.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Null outside of a request.</summary>
    public string? RequestId { get; }

    public CancellationToken Canceled { get; }

    internal IdempotencyScope Idempotency => _idempotency ?? throw new InvalidOperationException("Only a request is answered.");

    /// <summary>Records one change: an event and an audit entry in this unit of work.</summary>
    public void Record(string type, string resource, string? parent = null, object? details = null) =>
        Db.Record(Caller.Actor, Now, type, resource, parent, details, RequestId);

    /// <summary>Commits everything and answers.</summary>
    public async Task<IResult> AnswerAsync<T>(int status, T body, Keeping keeping, string? location = null, IVersioned? etag = null)
    {
        var answer = status == 204 ? Answer.Empty : Answer.Of(status, body, location, etag is null ? null : ETagAfter(etag));
        await Idempotency.KeepAsync(Db, answer, keeping, Now, Canceled);
        await Db.CommitAsync(Canceled);
        return answer;
    }

    /// <summary>Refuses for what the request means, not for its shape: a 409 or domain 422 is kept for the key. Changes nothing else.</summary>
    public async Task<IResult> RefuseAsync(Error error)
    {
        if (Idempotency.Key is null || error.Kind is not (ErrorKind.Conflict or ErrorKind.Invalid) || error.OfShape) return Refused.Because(error);
        Db.ChangeTracker.Clear();
        Db.Extra.Clear();
        var answer = Answer.Refusing(error, RequestId!);
        await Idempotency.KeepAsync(Db, answer, Keeping.Plainly, Now, Canceled);
        await Db.CommitAsync(Canceled);
        return answer;
    }

    // The version that the row will have once committed.
    private string ETagAfter(IVersioned row) => Db.Entry(row).State switch
    {
        Microsoft.EntityFrameworkCore.EntityState.Added => "\"1\"",
        Microsoft.EntityFrameworkCore.EntityState.Modified => $"\"{row.Version + 1}\"",
        _ => ETags.Of(row),
    };
}
