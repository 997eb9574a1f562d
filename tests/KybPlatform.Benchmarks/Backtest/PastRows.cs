using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Api.Decisions;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Policies;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Benchmarks.Backtest;

/// <summary>Decisions as the product keeps them: facts of the 20-requirement policy, sealed for a business and one person each, under keys of their own.</summary>
internal static class PastRows
{
    private const int Variants = 200;

    /// <summary>The policy with one document that must be younger, and more people: reads everything.</summary>
    public static ResolvedPolicy Candidate { get; } = Example.Resolve(Example.Policy
        .Replace("version: 7", "version: 8", StringComparison.Ordinal)
        .Replace("type: business_registration, max_age_days: 365", "type: business_registration, max_age_days: 100", StringComparison.Ordinal));

    /// <summary>As many requirements, none of which looks at a person.</summary>
    public static ResolvedPolicy OpenCandidate { get; } = Example.Resolve(OpenPolicy());

    public static async Task<TenantId> InsertAsync(string owner, MasterKey master, int size)
    {
        var (tenant, now) = (new TenantId(Uuid7.New(TimeProvider.System.GetUtcNow())), new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
        await using var source = NpgsqlDataSource.Create(owner);
        await using var connection = await source.OpenConnectionAsync();
        var receipts = Enumerable.Range(0, Variants).Select(Receipt).ToArray();
        var wrapping = master.Derive("subject-keys", tenant.Value);
        const int Chunk = 20_000;
        for (var from = 0; from < size; from += Chunk)
        {
            var rows = Enumerable.Range(from, Math.Min(Chunk, size - from)).Select(i => new PastRow(
                receipts[i % Variants], now.AddMilliseconds(i), Uuid7.New(now.AddMilliseconds(i)), Uuid7.New(now.AddMilliseconds(i)),
                [Uuid7.New(now), Uuid7.New(now)], [RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32)])).ToList();
            await KeysAsync(connection, tenant, rows, wrapping);
            await InquiriesAsync(connection, tenant, rows);
            await DecisionsAsync(connection, tenant, rows);
        }
        foreach (var table in (string[])["subject_keys", "inquiries", "decisions"])
        {
            await using var analyze = new NpgsqlCommand($"VACUUM ANALYZE {table}", connection) { CommandTimeout = 600 };
            await analyze.ExecuteNonQueryAsync();
        }
        return tenant;
    }

    private static ReceiptParts Receipt(int variant)
    {
        var facts = JsonNode.Parse(Example.Facts)!;
        facts["business"]!["legal_name"] = $"Meridian Parcel Fiction {variant} Ltd";
        facts["documents"]!["proof_of_business"]!["fields"]!["business_name"] = $"Meridian Parcel Fiction {variant} Ltd.";
        facts["documents"]!["proof_of_business"]!["issued_on"] = new DateOnly(2026, 11, 1).AddDays(-variant).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        facts["use_case"]!["message_volume"] = variant;
        var bytes = Encoding.UTF8.GetBytes(facts.ToJsonString());
        return ReceiptParts.Of(Receipts.Write(bytes, Example.Resolved.Evaluate(FactDocument.Parse(bytes), Example.Options with { Trace = true, AvailableProviders = new HashSet<string> { "identifier", "document", "email", "duplicate", "sanctions_screening" } })));
    }

    private static async Task KeysAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyList<PastRow> rows, byte[] wrapping)
    {
        await using var copy = await connection.BeginBinaryImportAsync("COPY subject_keys (tenant_id, subject_id, wrapped, created_at) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Subjects.Length; i++)
                await copy.WriteRowAsync(CancellationToken.None, tenant.Value, row.Subjects[i], Sealing.Seal(wrapping, row.Keys[i], row.Subjects[i].ToString("N")), row.At);
        }
        await copy.CompleteAsync();
    }

    private static async Task InquiriesAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyList<PastRow> rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY inquiries (tenant_id, id, version, country, sender_type, applicant, profile_id, status, use_case, expires_at, created_at, updated_at) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in (object[])[tenant.Value, row.Inquiry, 1, "GB", "alphanumeric", "business", row.Subjects[0], "approved"]) await copy.WriteAsync(value);
            await copy.WriteAsync("{}", NpgsqlDbType.Jsonb);
            for (var i = 0; i < 3; i++) await copy.WriteAsync(row.At);
        }
        await copy.CompleteAsync();
    }

    private static async Task DecisionsAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyList<PastRow> rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY decisions (tenant_id, id, inquiry_id, profile_id, outcome, decided_by, semantics, at, subjects, reasons, evidence, open_evidence, receipt) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            var ring = new SubjectRing(row.Subjects.Zip(row.Keys).ToDictionary(k => k.First, k => k.Second));
            await copy.StartRowAsync();
            foreach (var value in (object[])[tenant.Value, row.Decision, row.Inquiry, row.Subjects[0], "approve", "automation", PolicyEvaluation.Semantics, row.At, row.Subjects]) await copy.WriteAsync(value);
            await copy.WriteAsync("[]", NpgsqlDbType.Jsonb);
            await copy.WriteAsync(ring.SealForAll(row.Subjects, row.Parts.Evidence.Span, DecisionLedger.EvidencePurpose));
            await copy.WriteAsync(row.Parts.Open()!);
            // What follows the evidence is never read here: its beginning stands for it, so that a million rows fit on a disk.
            await copy.WriteAsync(ring.SealForAll(row.Subjects, row.Parts.Conclusion.Span[..64], DecisionLedger.ReceiptPurpose));
        }
        await copy.CompleteAsync();
    }

    private static string OpenPolicy()
    {
        string[] personal = ["representative", "owners", "registered_address", "sanctions", "emails"];
        var lines = Example.Policy.Replace("version: 7", "version: 9", StringComparison.Ordinal).Replace("fields: [business_name, address]", "fields: [business_name]", StringComparison.Ordinal)
            .Replace("max_age_days: 365", "max_age_days: 100", StringComparison.Ordinal).Split('\n').Where(l => !personal.Any(p => l.Contains($"key: {p},", StringComparison.Ordinal))).ToList();
        var at = lines.FindIndex(l => l.Contains("key: not_claimed", StringComparison.Ordinal));
        lines.InsertRange(at, Enumerable.Range(1, personal.Length).Select(i => $"  - {{ key: volume_{i}, kind: field, path: use_case.message_volume, maximum: {i}000 }}"));
        return string.Join('\n', lines);
    }

    private sealed record PastRow(ReceiptParts Parts, DateTimeOffset At, Guid Inquiry, Guid Decision, Guid[] Subjects, byte[][] Keys);
}
