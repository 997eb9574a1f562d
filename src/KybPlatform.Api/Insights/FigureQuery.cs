using System.Data;
using System.Runtime.InteropServices;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>What a group of decisions has in common.</summary>
internal readonly record struct FigureGroup(string Country, string SenderType, string Key, int Number);

/// <summary>How often a reason led to an outcome.</summary>
internal readonly record struct ReasonGroup(string Country, string SenderType, string Outcome, string Reason);

/// <summary>
/// The figures of a period: totals of whole months and days, what changed in them and is not added up yet, and the single rows of days that are not whole.
/// All of it is read of one moment.
/// </summary>
internal sealed class FigureQuery
{
    private const string Totals = $"""
        SELECT country, sender_type, key, number, {Sums.Columns} FROM decision_totals WHERE tenant_id = $1 AND facet = $2 AND span = 'month' AND starts >= $6 AND starts < $7 AND {Cell}
        UNION ALL SELECT country, sender_type, key, number, {Sums.Columns} FROM decision_totals WHERE tenant_id = $1 AND facet = $2 AND span = 'day' AND starts >= $5 AND starts < $6 AND {Cell}
        UNION ALL SELECT country, sender_type, key, number, {Sums.Columns} FROM decision_totals WHERE tenant_id = $1 AND facet = $2 AND span = 'day' AND starts >= $7 AND starts < $8 AND {Cell}
        """;

    private const string ReasonTotals = $"""
        SELECT country, sender_type, outcome, reason, sum(decisions)::bigint FROM reason_totals
        WHERE tenant_id = $1 AND $2::text IS NOT NULL AND (span = 'month' AND starts >= $6 AND starts < $7 OR span = 'day' AND (starts >= $5 AND starts < $6 OR starts >= $7 AND starts < $8)) AND {Cell}
        GROUP BY 1, 2, 3, 4
        """;

    private const string Singles = $"""
        SELECT 1::smallint, {RawFigure.Columns} FROM decision_figures f WHERE f.tenant_id = $1 AND f.at >= $2 AND f.at < $5 AND NOT f.forgotten AND {Cell}
        UNION ALL SELECT 1::smallint, {RawFigure.Columns} FROM decision_figures f WHERE f.tenant_id = $1 AND f.at >= $6 AND f.at < $7 AND NOT f.forgotten AND {Cell}
        UNION ALL SELECT c.sign, {RawFigure.Columns} FROM figure_changes c JOIN decision_figures f ON f.tenant_id = c.tenant_id AND f.decision_id = c.decision_id
            WHERE c.tenant_id = $1 AND f.at >= $5 AND f.at < $6 AND {Cell}
        UNION ALL SELECT 1::smallint, {RawFigure.Columns} FROM decision_figures f WHERE f.tenant_id = $1 AND NOT f.noted AND f.at >= $5 AND f.at < $6 AND {Cell}
        """;

    private const string Cell = "($3::text IS NULL OR country = $3) AND ($4::text IS NULL OR sender_type = $4)";

    private readonly Dictionary<FigureGroup, Sums> _groups = [];
    private readonly Dictionary<ReasonGroup, long> _reasons = [];

    /// <summary>Groups that something is counted in.</summary>
    public IEnumerable<KeyValuePair<FigureGroup, Sums>> Groups => _groups.Where(g => g.Value.Decisions > 0);

    /// <summary>The most frequent first.</summary>
    public IEnumerable<KeyValuePair<ReasonGroup, long>> Reasons => _reasons.Where(r => r.Value > 0).OrderByDescending(r => r.Value)
        .ThenBy(r => r.Key.Country, StringComparer.Ordinal).ThenBy(r => r.Key.SenderType, StringComparer.Ordinal).ThenBy(r => r.Key.Outcome, StringComparer.Ordinal).ThenBy(r => r.Key.Reason, StringComparer.Ordinal);

    public static async Task<FigureQuery> ReadAsync(Work work, InsightQuery asked, FigureFacet facet)
    {
        var (found, whole) = (new FigureQuery(), WholeDays.Of(asked.From, asked.To));
        await using var transaction = await work.Db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, work.Canceled);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)work.Db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        batch.BatchCommands.Add(TenantCommands.SettingTenant(work.Tenant));
        batch.BatchCommands.Add(OfDays(Totals, work.Tenant, asked, facet, whole));
        batch.BatchCommands.Add(OfDays(ReasonTotals, work.Tenant, asked, facet, whole));
        batch.BatchCommands.Add(OfRows(work.Tenant, asked, whole));
        await using var rows = await batch.ExecuteReaderAsync(work.Canceled);
        await rows.NextResultAsync(work.Canceled);
        while (await rows.ReadAsync(work.Canceled)) found.Group(new FigureGroup(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt32(3))).Add(rows, 4);
        await rows.NextResultAsync(work.Canceled);
        while (await rows.ReadAsync(work.Canceled)) found._reasons[new ReasonGroup(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3))] = rows.GetInt64(4);
        await rows.NextResultAsync(work.Canceled);
        while (await rows.ReadAsync(work.Canceled)) found.Add(RawFigure.Read(rows, 1), rows.GetInt16(0), facet);
        return found;
    }

    private void Add(in RawFigure figure, long times, FigureFacet facet)
    {
        if (figure.Of(facet) is { } by) Group(new FigureGroup(figure.Country, figure.SenderType, by.Key, by.Number)).Add(figure, times);
        foreach (var reason in figure.Reasons)
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, new ReasonGroup(figure.Country, figure.SenderType, SnakeCase.Of(figure.Outcome), reason), out _) += times;
    }

    private Sums Group(FigureGroup group) => CollectionsMarshal.GetValueRefOrAddDefault(_groups, group, out _) ??= new Sums();

    private static NpgsqlBatchCommand OfDays(string sql, TenantId tenant, InsightQuery asked, FigureFacet facet, WholeDays whole)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SnakeCase.Of(facet) });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.Country });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.SenderType });
        foreach (var day in (ReadOnlySpan<DateOnly>)[whole.Days, whole.Months, whole.AfterMonths, whole.End]) command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day });
        return command;
    }

    private static NpgsqlBatchCommand OfRows(TenantId tenant, InsightQuery asked, WholeDays whole)
    {
        var command = new NpgsqlBatchCommand(Singles);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = asked.From });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.Country });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.SenderType });
        // Without a whole day there is nothing between the ends of the period: it is all at its beginning.
        foreach (var at in (ReadOnlySpan<DateTimeOffset>)(whole.None ? [asked.To, asked.To, asked.To] : [Midnight(whole.Days), Midnight(whole.End), asked.To]))
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = at });
        return command;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
