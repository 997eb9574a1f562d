using System.Globalization;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Npgsql;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>What the database holds against what clients were told, one sentence a fault.</summary>
/// <param name="ServerErrors">What the servers logged as errors of their own, where there was a fault.</param>
internal sealed record LedgerCheck(int Acknowledged, int Approved, int Broken, int Recovered, int EventsRead, IReadOnlyList<string> Lost, IReadOnlyList<string> Faults,
    IReadOnlyList<string> ServerErrors)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"acknowledged {Acknowledged}, approved {Approved}, broken off and retried {Broken}, of which had taken effect {Recovered}, events read {EventsRead}, lost {Lost.Count}, other faults {Faults.Count}");

    private sealed record Row(string Id, string Profile, string Status, string? Decision);

    public static async Task<LedgerCheck> RunAsync(FireScene scene)
    {
        await using var owner = NpgsqlDataSource.Create(scene.OwnerConnection);
        var faults = await UnsettledAsync(owner);
        faults.AddRange(scene.Ledger.Wrong.Select(w => "an answer that must not be: " + w));
        var rows = new Dictionary<string, List<Row>>();
        await foreach (var r in RowsAsync(owner, "SELECT reference_id, id::text, profile_id::text, status, decision_id::text FROM inquiries"))
            (rows.TryGetValue(r[0], out var same) ? same : rows[r[0]] = []).Add(new Row(Public<InquiryId>(r[1]), Public<BusinessProfileId>(r[2]), r[3], r[4]));
        faults.AddRange(scene.Ledger.Begun.Keys.Where(b => !scene.Ledger.Acknowledged.ContainsKey(b)).Select(b => $"{b} was never answered"));
        faults.AddRange(rows.Where(r => r.Value.Count > 1).Select(r => $"{r.Key} exists {r.Value.Count} times"));
        faults.AddRange(rows.Keys.Where(r => !scene.Ledger.Begun.ContainsKey(r)).Select(r => $"{r} was never sent"));
        var lost = Missing(scene.Ledger, rows);
        faults.AddRange(await EventFaultsAsync(owner, scene.Reader, rows.Values.SelectMany(r => r)));
        foreach (var (what, sql) in Counts) await foreach (var r in RowsAsync(owner, sql)) faults.Add($"{what}: {r[0]}");
        // Last, because asking again must not mend what was broken.
        faults.AddRange((await scene.Ledger.ReplayAsync(TestContext.Current.CancellationToken)).Select(r => "not the same answer again: " + r));
        return new LedgerCheck(scene.Ledger.Acknowledged.Count, rows.Values.Count(r => r[0].Status == "approved"), scene.Ledger.Broken, scene.Ledger.Recovered, scene.Reader.Seen.Count, lost, faults, faults.Count > 0 ? [.. scene.Servers.SelectMany(s => s.Errors)] : []);
    }

    private static readonly (string What, string Sql)[] Counts =
    [
        ("an inquiry without exactly one decision", "SELECT i.id::text FROM inquiries i LEFT JOIN decisions d ON d.inquiry_id = i.id GROUP BY i.id HAVING count(d.id) <> 1"),
        ("an inquiry that does not name its decision", "SELECT i.id::text FROM inquiries i JOIN decisions d ON d.inquiry_id = i.id WHERE i.decision_id IS DISTINCT FROM d.id"),
        ("an approval without exactly one registration", "SELECT i.id::text FROM inquiries i LEFT JOIN sender_registrations r ON r.inquiry_id = i.id GROUP BY i.id, i.status HAVING count(r.id) <> (i.status = 'approved')::int"),
        ("a profile that no submission made", "SELECT p.id::text FROM business_profiles p LEFT JOIN inquiries i ON i.profile_id = p.id GROUP BY p.id HAVING count(i.id) <> 1"),
        ("a gap or a double position", "SELECT tenant_id::text FROM events GROUP BY tenant_id HAVING count(*) <> max(position) OR min(position) <> 1"),
        ("an event twice", "SELECT event_id::text FROM events GROUP BY event_id HAVING count(*) > 1"),
        ("a head that is not the last position", "SELECT h.tenant_id::text FROM event_heads h WHERE h.position <> (SELECT count(*) FROM events e WHERE e.tenant_id = h.tenant_id)"),
        ("a change without its event", "SELECT a.id::text FROM audit_entries a LEFT JOIN events e ON e.event_id = a.id WHERE e.event_id IS NULL"),
        ("an event without its audit entry", "SELECT e.event_id::text FROM events e LEFT JOIN audit_entries a ON e.event_id = a.id WHERE a.id IS NULL"),
    ];

    private static List<string> Missing(Ledger ledger, Dictionary<string, List<Row>> rows)
    {
        var lost = new List<string>();
        foreach (var (reference, told) in ledger.Acknowledged)
        {
            if (!rows.TryGetValue(reference, out var there)) lost.Add(reference);
            else if (there.All(r => r.Id != told.Id)) lost.Add($"{reference} has another id than was told");
            else if (told.Decision is { } decision && there.All(r => r.Decision is null || PublicId.Write("dec", Guid.Parse(r.Decision)) != decision)) lost.Add($"{reference} has another decision than was told");
        }
        return lost;
    }

    // Independent of the audit trail, which shares its transaction: what each inquiry's life must have told, and what a reader was shown.
    private static async Task<List<string>> EventFaultsAsync(NpgsqlDataSource owner, LogReader reader, IEnumerable<Row> inquiries)
    {
        await reader.FinishAsync();
        var faults = reader.Faults().ToList();
        var types = new Dictionary<string, List<string>>();
        var ids = new List<string>();
        await foreach (var r in RowsAsync(owner, "SELECT resource, type, event_id::text FROM events WHERE tenant_id IN (SELECT tenant_id FROM inquiries) ORDER BY position"))
        {
            (types.TryGetValue(r[0], out var told) ? told : types[r[0]] = []).Add(r[1]);
            ids.Add(PublicId.Write("evt", Guid.Parse(r[2])));
        }
        if (!ids.SequenceEqual(reader.Seen.Select(s => s.Id))) faults.Add($"the reader was shown {reader.Seen.Count} events, the log holds {ids.Count}, or others");
        foreach (var inquiry in inquiries)
        {
            foreach (var type in (string[])["inquiry.created", "inquiry.submitted", "inquiry." + inquiry.Status])
                if (types.GetValueOrDefault(inquiry.Id)?.Count(t => t == type) is not 1) faults.Add($"{inquiry.Id} has not one {type}");
            if (types.GetValueOrDefault(inquiry.Profile)?.Count(t => t == "business_profile.created") is not 1) faults.Add($"{inquiry.Profile} has not one business_profile.created");
        }
        return faults;
    }

    // Leases of killed processes run out, then every promise is kept.
    private static async Task<List<string>> UnsettledAsync(NpgsqlDataSource owner)
    {
        const string Open = "SELECT 'undecided ' || id FROM inquiries WHERE status = 'processing' UNION ALL SELECT 'unplaced event ' || event_id FROM outbox UNION ALL SELECT 'unfinished job ' || id FROM jobs";
        var open = new List<string>();
        for (var i = 0; i < 240; i++)
        {
            open.Clear();
            await foreach (var row in RowsAsync(owner, Open)) open.Add(row[0]);
            if (open.Count == 0) break;
            await Task.Delay(250);
        }
        return open;
    }

    private static async IAsyncEnumerable<string[]> RowsAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) yield return [.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? null! : rows.GetString(i))];
    }

    private static string Public<T>(string id) where T : struct, IPublicId<T> => PublicId.Write(T.Prefix, Guid.Parse(id));
}
