using System.Text;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Api.Decisions;

/// <summary>Reads past decisions by keyset: rows of one batch, then the keys of everybody in them, in one transaction that can see the one tenant only.</summary>
internal sealed class PastDecisions(NpgsqlDataSource source, SubjectVault vault) : IPastDecisions
{
    private const string Rows = """
        FROM decisions d JOIN inquiries i ON i.tenant_id = d.tenant_id AND i.id = d.inquiry_id
        WHERE d.tenant_id = $1 AND d.id > $2 AND d.id <= $3 AND d.decided_by = 'automation' AND d.receipt IS NOT NULL
          AND ($4::text IS NULL OR i.country = $4) AND ($5::text IS NULL OR i.sender_type = $5)
          AND ($6::timestamptz IS NULL OR d.at >= $6) AND ($7::timestamptz IS NULL OR d.at < $7)
          AND ($8::bytea IS NULL OR substring(uuid_send(d.id) from 11) <= $8)
        """;

    private const string Count = "SELECT count(*) " + Rows;

    // Ids end in random bytes: whoever is first by them was drawn by lot.
    private const string Draw = "SELECT max(draw) FROM (SELECT encode(substring(uuid_send(d.id) from 11), 'hex') COLLATE \"C\" AS draw " + Rows + " ORDER BY 1 LIMIT $9) drawn";

    private const string Page = """
        SELECT d.id, i.country, i.sender_type, d.outcome, d.reasons::text, CASE WHEN $10 AND d.open_evidence IS NOT NULL THEN '{}' ELSE d.subjects END,
          (SELECT h.outcome FROM decisions h WHERE h.tenant_id = d.tenant_id AND h.inquiry_id = d.inquiry_id AND h.decided_by <> 'automation' ORDER BY h.id DESC LIMIT 1),
          CASE WHEN $10 THEN d.open_evidence END,
          CASE WHEN NOT $10 OR d.open_evidence IS NULL THEN coalesce(d.evidence, d.receipt) END,
          d.evidence IS NULL
        """ + "\n" + Rows + "\nORDER BY d.id LIMIT $9";

    private const string Cells = """
        SELECT DISTINCT i.country, i.sender_type, i.applicant, i.use_case->>'purpose', i.use_case->>'origin', i.use_case->>'category'
        FROM decisions d JOIN inquiries i ON i.tenant_id = d.tenant_id AND i.id = d.inquiry_id
        WHERE d.tenant_id = $1 AND d.decided_by = 'automation' AND d.receipt IS NOT NULL
        """;

    private const string Keys = "SELECT subject_id, wrapped FROM subject_keys WHERE tenant_id = $1 AND subject_id = ANY($2) AND wrapped IS NOT NULL";

    public async Task<(long Count, byte[]? Draw)> MeasureAsync(TenantId tenant, PastDecisionFilter filter, int? sample, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await BeginAsync(connection, tenant, ct);
        var count = (long)(await Command(connection, transaction, Count, tenant, filter, Guid.Empty).ExecuteScalarAsync(ct))!;
        if (sample is null || sample >= count) return (count, null);
        var draw = Command(connection, transaction, Draw, tenant, filter, Guid.Empty);
        draw.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sample.Value });
        return (sample.Value, Convert.FromHexString((string)(await draw.ExecuteScalarAsync(ct))!));
    }

    public async Task<IReadOnlyList<PolicyQuery>> CellsAsync(TenantId tenant, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await BeginAsync(connection, tenant, ct);
        await using var command = new NpgsqlCommand(Cells, connection, transaction) { CommandTimeout = 60 };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var cells = new List<PolicyQuery>();
        while (await rows.ReadAsync(ct))
        {
            string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
            cells.Add(new PolicyQuery(rows.GetString(0), rows.GetString(1), rows.GetString(2), Text(3), Text(4), Text(5)));
        }
        return cells;
    }

    public async Task<IPastBatch> ReadAsync(TenantId tenant, PastDecisionFilter filter, Guid after, int most, bool open, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await BeginAsync(connection, tenant, ct);
        var page = Command(connection, transaction, Page, tenant, filter, after);
        page.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        page.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = open });
        var (decisions, parts) = (new List<PastDecision>(most), new List<StoredEvidence>(most));
        await using (var rows = await page.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                decisions.Add(new PastDecision(new DecisionId(rows.GetGuid(0)), rows.GetString(1), rows.GetString(2), Outcome(rows.GetString(3)), rows.IsDBNull(6) ? null : Outcome(rows.GetString(6)), rows.GetString(4)));
                parts.Add(new StoredEvidence(rows.IsDBNull(7) ? null : rows.GetFieldValue<byte[]>(7), rows.IsDBNull(8) ? null : rows.GetFieldValue<byte[]>(8), rows.GetBoolean(9), rows.GetFieldValue<Guid[]>(5)));
            }
        }
        var keys = await KeysAsync(connection, transaction, tenant, [.. parts.Where(p => p.Open is null).SelectMany(p => p.Subjects).Distinct()], ct);
        return new PastBatch(vault, tenant, decisions, parts, keys);
    }

    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(TenantCommands.SettingTenant(tenant));
        await batch.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, TenantId tenant, PastDecisionFilter filter, Guid after)
    {
        var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 60 };
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = filter.Upto });
        command.Parameters.Add(Maybe(filter.Country, NpgsqlDbType.Text));
        command.Parameters.Add(Maybe(filter.SenderType, NpgsqlDbType.Text));
        command.Parameters.Add(Maybe(filter.From, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Maybe(filter.To, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Maybe(filter.Draw, NpgsqlDbType.Bytea));
        return command;
    }

    private static NpgsqlParameter Maybe(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static async Task<Dictionary<Guid, byte[]>> KeysAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, Guid[] subjects, CancellationToken ct)
    {
        var keys = new Dictionary<Guid, byte[]>(subjects.Length);
        if (subjects.Length == 0) return keys;
        await using var command = new NpgsqlCommand(Keys, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = subjects });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) keys[rows.GetGuid(0)] = rows.GetFieldValue<byte[]>(1);
        return keys;
    }

    private static DecisionOutcome Outcome(string text) => SnakeCase.TryParse<DecisionOutcome>(text, out var outcome) ? outcome : throw new FormatException($"'{text}' is no outcome.");
}

/// <summary>What a row has of its evidence.</summary>
/// <param name="IsWhole">What is sealed is the whole receipt, of before evidence was kept apart.</param>
internal sealed record StoredEvidence(byte[]? Open, byte[]? Sealed, bool IsWhole, Guid[] Subjects);
