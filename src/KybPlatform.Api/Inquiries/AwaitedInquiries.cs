using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KybPlatform.Api.Inquiries;

/// <summary>Completes kept answers that wait for a decision: by the decision itself, or by what stands when the wait is over. The first one stays.</summary>
internal sealed class AwaitedInquiries(IServiceScopeFactory scopes, TimeProvider clock) : IAwaitedAnswers
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(60);

    private const string Complete = """
        UPDATE idempotency_keys SET status = awaited_status, content_type = 'application/json', etag = $3, body = $4
        WHERE tenant_id = $1 AND awaits = $2 AND status IS NULL
        """;

    /// <summary>The statement that answers everybody who waits for this inquiry; it commits with the decision.</summary>
    public static NpgsqlBatchCommand Answering(TenantId tenant, Guid inquiry, Answer answer)
    {
        var command = new NpgsqlBatchCommand(Complete);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = inquiry });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = answer.ETag! });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = answer.Body });
        return command;
    }

    public async Task CompleteAsync(Caller caller, Guid awaits, TimeSpan wait, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(caller.Tenant);
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            if (!await db.Set<IdempotencyRow>().AnyAsync(r => r.Awaits == awaits && r.Status == null, ct)) return;
            if (clock.GetElapsedTime(started) >= wait)
            {
                await KeepNowAsync(scope.ServiceProvider, db, caller.Tenant, new InquiryId(awaits), ct);
                return;
            }
            await Task.Delay(Look, clock, ct);
        }
    }

    /// <summary>The caller's patience is over: answers, and keeps for the key, how the inquiry stands now.</summary>
    public async Task<Answer> AnswerNowAsync(Work work, InquiryId id, int status, string? location)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(work.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var answer = await KeepNowAsync(scope.ServiceProvider, db, work.Tenant, id, work.Canceled);
        // If the decision came first, its answer is the kept one, and ours must be the same.
        if (work.Idempotency.Key is { } key && await db.Set<IdempotencyRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, work.Canceled) is { Body: { } kept } row)
            answer = answer with { Body = kept, ETag = row.ETag };
        return answer with { Status = status, Location = location };
    }

    private static async Task<Answer> KeepNowAsync(IServiceProvider services, PlatformDb db, TenantId tenant, InquiryId id, CancellationToken ct)
    {
        var inquiry = await db.Set<Inquiry>().AsNoTracking().SingleAsync(i => i.Id == id, ct);
        var decision = inquiry.DecisionId is { } made ? await services.GetRequiredService<IDecisionLedger>().FindAsync(db, made, ct) : null;
        var answer = Answer.Ok(InquiryResource.From(inquiry, decision), ETags.Of(inquiry));
        db.Extra.Add(Answering(tenant, id.Value, answer));
        await db.CommitAsync(ct);
        return answer;
    }
}
