using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>
/// One request's unit of work: the tenant's data, who is calling, what time it is for that tenant, and the one way to finish:
/// <see cref="AnswerAsync{T}"/> commits state, events, audit, jobs and the kept answer together.
/// </summary>
public sealed class Work(PlatformDb db, CallerHolder callers, IdempotencyScope idempotency, TimeProvider clock, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("Work belongs to a request.");

    public PlatformDb Db => db;
    public Caller Caller => callers.Caller;
    public TenantId Tenant => callers.Caller.Tenant;

    /// <summary>The tenant's time: real time, or a test tenant's own clock.</summary>
    public DateTimeOffset Now { get; } = Instants.Truncate(clock.GetUtcNow()) + callers.Caller.ClockOffset;

    public string RequestId => Http.RequestId();
    public CancellationToken Canceled => Http.RequestAborted;

    internal IdempotencyScope Idempotency => idempotency;

    /// <summary>Records one change: an event and an audit entry in this unit of work.</summary>
    public void Record(string type, string resource, string? parent = null, object? details = null) =>
        db.Record(Caller.Actor, Now, type, resource, parent, details, RequestId);

    /// <summary>Commits everything and answers.</summary>
    public async Task<IResult> AnswerAsync<T>(int status, T body, Keeping keeping, string? location = null, IVersioned? etag = null)
    {
        var answer = status == 204 ? Answer.Empty : Answer.Of(status, body, location, etag is null ? null : ETagAfter(etag));
        await idempotency.KeepAsync(db, answer, keeping, Now, Canceled);
        await db.CommitAsync(Canceled);
        return answer;
    }

    /// <summary>Refuses for what the request means, not for its shape: a 409 or domain 422 is kept for the key. Changes nothing else.</summary>
    public async Task<IResult> RefuseAsync(Error error)
    {
        if (idempotency.Key is null || error.Kind is not (ErrorKind.Conflict or ErrorKind.Invalid) || error.OfShape) return Refused.Because(error);
        db.ChangeTracker.Clear();
        db.Extra.Clear();
        var answer = Answer.Refusing(error, RequestId);
        await idempotency.KeepAsync(db, answer, Keeping.Plainly, Now, Canceled);
        await db.CommitAsync(Canceled);
        return answer;
    }

    // The version that the row will have once committed.
    private string ETagAfter(IVersioned row) => db.Entry(row).State switch
    {
        Microsoft.EntityFrameworkCore.EntityState.Added => "\"1\"",
        Microsoft.EntityFrameworkCore.EntityState.Modified => $"\"{row.Version + 1}\"",
        _ => ETags.Of(row),
    };
}
