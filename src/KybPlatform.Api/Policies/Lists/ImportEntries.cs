using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>
/// Imports entries from a file of up to a million: the whole of it becomes the next snapshot, or nothing does. The file is read as it comes; what stays in memory
/// and in the database is one keyed hash for each entry.
/// </summary>
internal static class ImportEntries
{
    private const string Known = """
        SELECT count(*)::int AS "Value" FROM unnest(@entries) AS given(entry)
          JOIN policy_list_entries e ON e.tenant_id = @tenant AND e.list_id = @list AND e.entry = given.entry AND e.removed_in IS NULL
        """;

    private const string RemoveAllBut = """
        UPDATE policy_list_entries e SET removed_in = $3 WHERE tenant_id = $1 AND list_id = $2 AND removed_in IS NULL
          AND NOT EXISTS (SELECT FROM unnest($4) AS given(entry) WHERE given.entry = e.entry)
        """;

    private const string Remove = """
        UPDATE policy_list_entries e SET removed_in = $3 FROM unnest($4) AS given(entry)
          WHERE e.tenant_id = $1 AND e.list_id = $2 AND e.removed_in IS NULL AND given.entry = e.entry
        """;

    private const string Insert = """
        INSERT INTO policy_list_entries (tenant_id, list_id, entry, added_in)
        SELECT $1, $2, given.entry, $3 FROM unnest($4) AS given(entry)
          WHERE NOT EXISTS (SELECT FROM policy_list_entries e WHERE e.tenant_id = $1 AND e.list_id = $2 AND e.entry = given.entry AND e.removed_in IS NULL)
        """;

    public static void Map(RouteGroupBuilder lists) =>
        lists.MapPost("/{key}/entries", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent().TakesMultipart("file")
            .TakesQuery("mode", "How the file changes the list.", SnakeCase.All<ListImportMode>())
            .WithSummary("Import entries").Produces<PolicyListSnapshotResource>(201).ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(422, "invalid_entry", "A line of the file is no entry.").Refuses(422, "too_many_entries", "A file holds at most 1,000,000 entries.");

    private static async Task<IResult> HandleAsync(string key, Work work, BlindIndex index, HttpContext http)
    {
        var mode = http.Request.Query.TryGetValue("mode", out var given) ? given.ToString() : "replace";
        if (!SnakeCase.TryParse<ListImportMode>(mode, out var how)) return Refused.Because(UnknownMode(mode));
        if (await ManagePolicyLists.FindAsync(work.Db, key, work.Canceled) is not { } list) return Refused.Because(ManagePolicyLists.NotFound);
        var taken = new HashSet<UInt128>();
        var upload = await EntryUpload.ReadAsync(http, value => Take(taken, list, value, index));
        if (upload.IsRefused(out var unusable)) return Refused.Because(unusable);
        work.Idempotency.FingerprintOf(http, upload.Value);

        var entries = Bytes(taken);
        var known = await KnownAsync(work.Db, list, entries, work.Canceled);
        var snapshot = list.Import(how, HashOf(list, how, entries), entries.Length, known, work.Caller.Actor.ToString(), work.Now);
        work.Db.Add(snapshot);
        if (how == ListImportMode.Replace) work.Db.Extra.Add(Statement(RemoveAllBut, list, entries));
        work.Db.Extra.Add(Statement(how == ListImportMode.Remove ? Remove : Insert, list, entries));
        work.Record("policy_list.imported", list.Id.ToString(), details: new { key = list.Key, snapshot = snapshot.Number, hash = snapshot.Hash, entries = snapshot.EntryCount });
        return await work.AnswerAsync(201, PolicyListSnapshotResource.From(snapshot), Keeping.Plainly, $"/v1/policy-lists/{list.Key}");
    }

    /// <summary>False for what is empty once it is normalised.</summary>
    private static bool Take(HashSet<UInt128> given, PolicyList list, string value, BlindIndex index)
    {
        var normal = ListEntries.Normalize(list.Kind, value);
        if (normal.Length == 0) return false;
        given.Add(BinaryPrimitives.ReadUInt128BigEndian(TenantLists.Hash(index, list, normal)));
        return true;
    }

    private static byte[][] Bytes(HashSet<UInt128> given) => [.. given.Order().Select(entry =>
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, entry);
        return bytes;
    })];

    private static string HashOf(PolicyList list, ListImportMode mode, byte[][] entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (mode != ListImportMode.Replace) hash.AppendData(Encoding.UTF8.GetBytes($"{list.Hash}\n{SnakeCase.Of(mode)}\n"));
        foreach (var entry in entries) hash.AppendData(entry);
        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<int> KnownAsync(PlatformDb db, PolicyList list, byte[][] entries, CancellationToken ct) =>
        (await db.Database.SqlQueryRaw<int>(
            Known, new NpgsqlParameter<byte[][]>("entries", entries), new NpgsqlParameter<Guid>("tenant", list.TenantId.Value), new NpgsqlParameter<Guid>("list", list.Id.Value)).ToListAsync(ct))[0];

    private static NpgsqlBatchCommand Statement(string sql, PolicyList list, byte[][] entries)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = list.TenantId.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = list.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = list.Snapshot });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = entries });
        return command;
    }

    private static Error UnknownMode(string given)
    {
        var detail = $"Not one of {string.Join(", ", SnakeCase.All<ListImportMode>())}.{Nearest.Hint(given, SnakeCase.All<ListImportMode>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?mode", "unknown_value", detail)) with { OfShape = true };
    }
}
