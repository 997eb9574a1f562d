using System.Collections.Concurrent;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KybPlatform.Api.Policies.InForce;

/// <summary>What is in force, and the contents that tenants have used before.</summary>
internal sealed class PolicyBook(TenantPolicies tenants, CompiledPolicies compiled, PackExaminer packs) : IPolicyBook
{
    private const int MostRemembered = 40_000;
    private const string KeepOnce =
        "INSERT INTO policy_contents (tenant_id, hash, key, version, json, kept_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

    // Met one row too many where the generation is another one than was known.
    private const string SameGeneration = "SELECT kyb_expect_one(1 + count(*)) FROM policy_layers WHERE tenant_id = $1 AND version <> $2";

    // What certainly is in the database already; a restart forgets it and costs one harmless insert.
    private readonly ConcurrentDictionary<(TenantId, string), DateTimeOffset> _kept = new();

    public IReadOnlyList<string> SenderTypes => KybPlatform.Policies.SenderTypes.All;

    public IReadOnlyList<string> Countries => KybPlatform.Policies.Countries.All;

    public ValueTask<PoliciesInForce> InForceAsync(TenantId tenant, DateTimeOffset at, CancellationToken ct) => tenants.AtAsync(tenant, at, ct);

    public Task RenewAsync(TenantId tenant, CancellationToken ct) => tenants.RefreshAsync(tenant, ct);

    public void ExpectInForce(PlatformDb db, PoliciesInForce known)
    {
        var expect = new NpgsqlBatchCommand(SameGeneration);
        expect.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = db.Tenant!.Value.Value });
        expect.Parameters.Add(new NpgsqlParameter<int> { TypedValue = known.Generation });
        db.Extra.Add(expect);
    }

    public async Task<ResolvedPolicy?> FindAsync(PlatformDb db, string hash, CancellationToken ct)
    {
        if (compiled.Find(hash) is { } known) return known;
        var content = await db.Set<PolicyContent>().AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash, ct);
        return content is null ? null : compiled.Of(hash, content.Json);
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
            if (_kept.Count > MostRemembered) _kept.Clear();
            _kept[(tenant, policy.Hash)] = now;
        }
        db.Extra.Add(Keeping(tenant, policy, now));
    }

    /// <summary>Puts the content under its hash, unless it is there.</summary>
    internal static NpgsqlBatchCommand Keeping(TenantId tenant, ResolvedPolicy policy, DateTimeOffset now)
    {
        var keep = new NpgsqlBatchCommand(KeepOnce);
        keep.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Hash });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.Key });
        keep.Parameters.Add(new NpgsqlParameter<int> { TypedValue = policy.Version });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = policy.CanonicalJson });
        keep.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        return keep;
    }

    public Task<ResolvedPolicy?> CandidateAsync(PlatformDb db, string key, int version, DateTimeOffset at, CancellationToken ct) =>
        Drafts.CandidateAsync(this, db, key, version, at, ct);

    public async Task<AdoptionCandidate?> AdoptionAsync(PlatformDb db, int version, DateTimeOffset at, CancellationToken ct)
    {
        if (await Drafts.FindAsync(db, PackAdoption.Key, version, ct) is not { } row) return null;
        var examined = await packs.ExamineAsync(db, row, at, ct);
        return examined.IsSound ? new AdoptionCandidate(examined.Resolution.Hash!, examined.Catalog) : null;
    }
}
