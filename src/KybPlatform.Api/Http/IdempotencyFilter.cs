using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Http;

/// <summary>
/// Runs a request with a key once. The happy path costs no extra round trip: the key commits with the effect, and only a taken
/// key, or a refusal, makes us look for the first answer.
/// </summary>
internal static class IdempotencyFilter
{
    private static readonly ConcurrentDictionary<(TenantId, string), TaskCompletionSource> Running = new();

    public static async ValueTask<object?> Apply(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var scope = http.RequestServices.GetRequiredService<IdempotencyScope>();
        if (scope.Take(http) is { } unusable) return Refused.Because(unusable);
        if (scope.Key is null) return await next(context);

        var name = (http.RequestServices.GetRequiredService<CallerHolder>().Caller.Tenant, scope.Key);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (Running.GetOrAdd(name, mine) is var first && first != mine)
        {
            await first.Task.WaitAsync(http.RequestAborted);
            if (scope.IsComparable && await KeptAsync(http, scope) is { } kept) return kept;
        }
        try
        {
            return await RunAsync(context, next, http, scope);
        }
        finally
        {
            Running.TryRemove(name, out _);
            mine.SetResult();
        }
    }

    private static async ValueTask<object?> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, HttpContext http, IdempotencyScope scope)
    {
        try
        {
            var answer = await next(context);
            // A refusal may be due to what the first request itself changed: its answer goes before ours.
            return answer is Refused or Answer { Status: >= 400 } && await KeptAsync(http, scope) is { } kept ? kept : answer;
        }
        catch (ConflictException taken) when (taken.Constraint == IdempotencyRowConfiguration.PrimaryKey)
        {
            if (await KeptAsync(http, scope) is { } kept) return kept;
            throw;
        }
    }

    /// <summary>The kept answer of the key, once it is there; null where the key is new.</summary>
    private static async Task<IResult?> KeptAsync(HttpContext http, IdempotencyScope scope)
    {
        await using var services = http.RequestServices.CreateAsyncScope();
        var caller = http.RequestServices.GetRequiredService<CallerHolder>().Caller;
        services.ServiceProvider.GetRequiredService<TenantScope>().Enter(caller.Tenant);
        var db = services.ServiceProvider.GetRequiredService<PlatformDb>();
        var row = await FindAsync(db, scope.Key!, http.RequestAborted);
        if (row is null) return null;
        if (!scope.Matches(row))
        {
            IdempotencyMeter.Conflicted();
            return Refused.Because(Error.Invalid("idempotency_key_reused", "This Idempotency-Key came with other content before."));
        }
        if (row.Status is null)
        {
            var awaited = http.RequestServices.GetRequiredService<IAwaitedAnswers>();
            await awaited.CompleteAsync(caller, row.Awaits!.Value, Prefer.WaitOf(http) ?? Prefer.Longest, http.RequestAborted);
            row = await FindAsync(db, scope.Key!, http.RequestAborted);
        }
        http.Response.Headers["Idempotency-Replayed"] = "true";
        IdempotencyMeter.Replayed();
        return await scope.ReplayAsync(db, row!, http.RequestId(), http.RequestAborted);
    }

    private static Task<IdempotencyRow?> FindAsync(PlatformDb db, string key, CancellationToken ct) =>
        db.Set<IdempotencyRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, ct);
}

/// <summary>Brings an answer about that is still awaited: waits for what it is about, then keeps the answer of that moment.</summary>
public interface IAwaitedAnswers
{
    /// <summary>Returns when the awaited answer is kept, at the latest shortly after <paramref name="wait"/>.</summary>
    Task CompleteAsync(Caller caller, Guid awaits, TimeSpan wait, CancellationToken ct);
}
