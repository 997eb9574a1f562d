using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>Adds to the stored totals of a tenant; whoever calls it is the only one who does.</summary>
internal static class TotalRows
{
    private const string Keys = "unnest($2::text[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::int[]) AS k (facet, span, starts, country, sender_type, key, number)";

    private const string Held = $"""
        SELECT facet, span, starts, country, sender_type, key, number, {Sums.Columns} FROM {Keys}
        JOIN decision_totals t USING (facet, span, starts, country, sender_type, key, number) WHERE t.tenant_id = $1
        """;

    private const string Put = $"""
        INSERT INTO decision_totals (tenant_id, facet, span, starts, country, sender_type, key, number, {Sums.Columns})
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::date[], $5::text[], $6::text[], $7::text[], $8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bytea[], $17::bytea[])
        ON CONFLICT (tenant_id, facet, span, starts, country, sender_type, key, number) DO UPDATE SET decisions = excluded.decisions, approved = excluded.approved, declined = excluded.declined, in_review = excluded.in_review,
            information_requested = excluded.information_requested, by_person = excluded.by_person, straight_through = excluded.straight_through, wall = excluded.wall, own = excluded.own
        """;

    private const string AddReasons = """
        INSERT INTO reason_totals AS t (tenant_id, span, starts, country, sender_type, outcome, reason, decisions)
        SELECT $1, * FROM unnest($2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
        ON CONFLICT (tenant_id, span, starts, country, sender_type, outcome, reason) DO UPDATE SET decisions = t.decisions + excluded.decisions
        """;

    public static async Task AddAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, Tally tally, CancellationToken ct)
    {
        await AddHeldAsync(connection, transaction, tenant, tally, ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Putting(tenant, tally));
        batch.BatchCommands.Add(Reasons(tenant, tally));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task AddHeldAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, Tally tally, CancellationToken ct)
    {
        await using var held = new NpgsqlCommand(Held, connection, transaction);
        Name(held.Parameters, tenant, [.. tally.Totals.Keys]);
        await using var rows = await held.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var key = new TotalKey(SnakeCase.Parse<FigureFacet>(rows.GetString(0)), SnakeCase.Parse<FigureSpan>(rows.GetString(1)), rows.GetFieldValue<DateOnly>(2),
                rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetInt32(6));
            tally.Totals[key].Add(rows, 7);
        }
    }

    private static NpgsqlBatchCommand Putting(TenantId tenant, Tally tally)
    {
        var put = new NpgsqlBatchCommand(Put);
        TotalKey[] keys = [.. tally.Totals.Keys];
        Sums[] sums = [.. tally.Totals.Values];
        Name(put.Parameters, tenant, keys);
        foreach (var count in (Func<Sums, long>[])[s => s.Decisions, s => s.Approved, s => s.Declined, s => s.InReview, s => s.InformationRequested, s => s.ByPerson, s => s.StraightThrough])
            put.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = Array.ConvertAll(sums, s => count(s)) });
        put.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(sums, s => s.Wall.Write()) });
        put.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = Array.ConvertAll(sums, s => s.Own.Write()) });
        return put;
    }

    private static NpgsqlBatchCommand Reasons(TenantId tenant, Tally tally)
    {
        var add = new NpgsqlBatchCommand(AddReasons);
        ReasonKey[] keys = [.. tally.Reasons.Keys];
        add.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, k => SnakeCase.Of(k.Span)) });
        add.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = Array.ConvertAll(keys, k => k.Starts) });
        foreach (var text in (Func<ReasonKey, string>[])[k => k.Country, k => k.SenderType, k => k.Outcome, k => k.Reason])
            add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, k => text(k)) });
        add.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. tally.Reasons.Values] });
        return add;
    }

    private static void Name(NpgsqlParameterCollection parameters, TenantId tenant, TotalKey[] keys)
    {
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, k => SnakeCase.Of(k.Facet)) });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, k => SnakeCase.Of(k.Span)) });
        parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = Array.ConvertAll(keys, k => k.Starts) });
        foreach (var text in (Func<TotalKey, string>[])[k => k.Country, k => k.SenderType, k => k.Key])
            parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(keys, k => text(k)) });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(keys, k => k.Number) });
    }
}
