using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Policies;

/// <summary>The shipped packs, and the contents that tenants have used before.</summary>
internal sealed class PolicyBook : IPolicyBook
{
    private const int MostRemembered = 4_000;
    private const string KeepOnce =
        "INSERT INTO policy_contents (tenant_id, hash, key, version, json, kept_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

    private readonly PolicyCatalog _packs = PolicyCatalog.LoadPacks();
    private readonly Dictionary<string, ResolvedPolicy> _shipped;
    private readonly ConcurrentDictionary<string, ResolvedPolicy> _former = new(StringComparer.Ordinal);

    // What certainly is in the database already; a restart forgets it and costs one harmless insert.
    private readonly ConcurrentDictionary<(TenantId, string), DateTimeOffset> _kept = new();

    public PolicyBook() => _shipped = _packs.All.ToDictionary(p => p.Hash, StringComparer.Ordinal);

    public IReadOnlyList<string> SenderTypes => KybPlatform.Policies.SenderTypes.All;

    public IReadOnlyList<string> Countries => KybPlatform.Policies.Countries.All;

    public ResolvedPolicy? Resolve(PolicyQuery query) => _packs.Resolve(query);

    public async Task<ResolvedPolicy?> FindAsync(PlatformDb db, string hash, CancellationToken ct)
    {
        if (_shipped.TryGetValue(hash, out var shipped)) return shipped;
        if (_former.TryGetValue(hash, out var former)) return former;
        var content = await db.Set<PolicyContent>().AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash, ct);
        if (content is null) return null;
        if (_former.Count > MostRemembered) _former.Clear();
        return _former.GetOrAdd(hash, _ => ResolvedPolicy.FromCanonicalJson(content.Json));
    }

    public void Keep(PlatformDb db, ResolvedPolicy policy, DateTimeOffset now)
    {
        var tenant = db.Tenant!.Value;
        // Asked again for five seconds: by then a commit has kept it, even if the first one failed.
        if (_kept.TryGetValue((tenant, policy.Hash), out var since))
        {
            if (now - since > TimeSpan.FromSeconds(5)) return;
        }
        else
        {
            if (_kept.Count > MostRemembered * 10) _kept.Clear();
            _kept[(tenant, policy.Hash)] = now;
        }
        var keep = new NpgsqlBatchCommand(KeepOnce);
        keep.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Hash });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Key });
        keep.Parameters.Add(new NpgsqlParameter<int> { TypedValue = policy.Version });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.CanonicalJson });
        keep.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        db.Extra.Add(keep);
    }
}
