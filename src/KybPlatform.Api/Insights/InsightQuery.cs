using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>What figures are asked for: a period, and a country and sender type where only those count.</summary>
internal sealed record InsightQuery(DateTimeOffset From, DateTimeOffset To, string? Country, string? SenderType)
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Narrows a query to what was asked; the tenant is <c>$1</c>, the period <c>$2</c> and <c>$3</c>.</summary>
    public const string Cell = "($4::text IS NULL OR country = $4) AND ($5::text IS NULL OR sender_type = $5)";

    public static Result<InsightQuery> Read(HttpContext http, DateTimeOffset now)
    {
        var (from, to) = (Instant(http, "from"), Instant(http, "to"));
        if (from.IsRefused(out var fault) || to.IsRefused(out fault)) return fault;
        var until = to.Value ?? now;
        if (until < Earliest) return Fault("?to", "out_of_range", $"Not before {InstantJson.Text(Earliest)}.");
        if (until > Latest) return Fault("?to", "out_of_range", $"Not after {InstantJson.Text(Latest)}.");
        var since = from.Value ?? until - Usual;
        if (until - since > Longest) return Fault("?from", "out_of_range", "A period is ten years long at most.");
        if (since >= until) return Fault("?from", "out_of_range", "from lies before to.");
        string? Text(string name) => http.Request.Query.TryGetValue(name, out var given) && given.ToString().Length > 0 ? given.ToString() : null;
        return new InsightQuery(since, until, Text("country"), Text("sender_type"));
    }

    /// <summary>Reads rows in the tenant's own transaction.</summary>
    public async Task<List<T>> RowsAsync<T>(Work work, string sql, Func<NpgsqlDataReader, T> read)
    {
        await work.Db.Database.OpenConnectionAsync(work.Canceled);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)work.Db.Database.GetDbConnection());
            batch.BatchCommands.Add(TenantCommands.SettingTenant(work.Tenant));
            // Whatever is sorted of a long period is sorted in memory; for this transaction only.
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('work_mem', '64MB', true)"));
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = From });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = To });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = Country });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = SenderType });
            batch.BatchCommands.Add(command);
            await using var rows = await batch.ExecuteReaderAsync(work.Canceled);
            await rows.NextResultAsync(work.Canceled);
            await rows.NextResultAsync(work.Canceled);
            var found = new List<T>();
            while (await rows.ReadAsync(work.Canceled)) found.Add(read(rows));
            return found;
        }
        finally
        {
            await work.Db.Database.CloseConnectionAsync();
        }
    }

    private static Result<DateTimeOffset?> Instant(HttpContext http, string name)
    {
        if (!http.Request.Query.TryGetValue(name, out var given) || given.ToString().Length == 0) return (DateTimeOffset?)null;
        return DateTimeOffset.TryParse(given.ToString().Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : Fault($"?{name}", "invalid_value", "An instant such as 2026-11-20T09:30:00Z.");
    }

    private static Error Fault(string pointer, string code, string detail) => Error.Invalid(code, detail, new FieldError(pointer, code, detail)) with { OfShape = true };
}
