using KybPlatform.Api.Jobs;
using KybPlatform.Api.Tenancy.Contracts;
using Npgsql;

namespace KybPlatform.Api.Cases;

/// <summary>
/// Once a minute: gives what nobody could be given when it came to a queue that assigns by itself, as soon as somebody is there, or has room again. The heads of
/// each queue that anybody could have; whoever has most to do is looked at again by <see cref="AssignCases"/> itself.
/// </summary>
internal sealed class OfferCases(ITenantUsers users, Signals signals) : ITenantSweep
{
    private const int AtOnce = 50;

    // $5 are those who have room, by id, $6 by name: a case whose first word was that of the only one of them is offered to nobody.
    private const string Offer = """
        INSERT INTO jobs (tenant_id, id, kind, subject, due_at, turn_at, lease, attempts)
        SELECT $1, gen_random_uuid(), $2, c.id, clock_timestamp(), clock_timestamp() + interval '30 seconds', $3, 0
        FROM case_queues q CROSS JOIN LATERAL (
            SELECT c.id FROM cases c WHERE c.tenant_id = $1 AND c.queue_id = q.id AND c.status = 'open' AND c.assignee IS NULL AND (c.proposed_by IS NULL OR $6 <> ARRAY[c.proposed_by])
                AND (NOT q.by_skills OR EXISTS (SELECT FROM case_reviewers r WHERE r.tenant_id = $1 AND r.user_id = ANY ($5)
                    AND (cardinality(r.countries) = 0 OR c.country IS NULL OR c.country = ANY (r.countries)) AND (cardinality(r.sender_types) = 0 OR c.sender_type IS NULL OR c.sender_type = ANY (r.sender_types))))
                AND NOT EXISTS (SELECT FROM jobs j WHERE j.tenant_id = $1 AND j.kind = $2 AND j.subject = c.id AND j.dead_at IS NULL)
            ORDER BY c.priority DESC, c.due_at, c.id LIMIT $4) c
        WHERE q.tenant_id = $1 AND q.assignment <> 'claim'
        """;

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        var able = (await AssignCases.ThereAsync(work, users, ct)).Where(r => r.HasRoom).ToList();
        if (able.Count == 0) return;
        // No more than they have room for; who has room for any number gets the rest with the next looks.
        var most = able.Sum(r => r.Row.MostCases is { } limit ? Math.Min(AtOnce, limit - r.Load) : AtOnce);
        var offer = new NpgsqlBatchCommand(Offer);
        offer.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        offer.Parameters.Add(new NpgsqlParameter<string> { TypedValue = AssignCases.Kind });
        offer.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        offer.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Math.Min(AtOnce, most) });
        offer.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. able.Select(r => r.Row.UserId)] });
        offer.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. able.Select(r => r.Name)] });
        work.Db.Extra.Add(offer);
        await work.Db.CommitAsync(ct);
        signals.Jobs.Set();
    }
}
