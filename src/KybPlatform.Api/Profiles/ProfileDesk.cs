using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Makes profiles out of facts and facts out of profiles, sealing and opening what is classified on the way.</summary>
internal sealed class ProfileDesk(SubjectVault vault, PersonSeal people, BlindIndex index) : IProfileDesk
{
    internal const string ContactPurpose = "business_profiles.contact";
    internal const string IndividualPurpose = "individual_profiles.sealed";

    public Error? CheckShape(JsonElement facts, bool business, string pointer) =>
        FactShape.Check(facts, business ? "business" : "individual", pointer, "reference_id") ?? CheckReference(facts, pointer) ?? IdentifierKeys.Check(facts, pointer);

    public async Task<ProfileView> AddBusinessAsync(Work work, JsonElement facts)
    {
        var parts = FactParts.Of(facts);
        var id = PublicId.New<BusinessProfileId>(work.Now);
        vault.Create(work.Db, work.Tenant, id.Value, work.Now);
        var name = FactParts.Text(parts.Data, "legal_name");
        var profile = new BusinessProfile
        {
            TenantId = work.Tenant,
            Id = id,
            ReferenceId = parts.ReferenceId,
            LegalName = name,
            NameKey = name is null ? null : BlindIndex.Fold(name),
            Data = parts.Data.ToJsonString(StoredJson.Options),
            Contact = await SealContactAsync(work.Db, work.Tenant, id, parts.Contact, work.Canceled),
            Provenance = Claimed(work),
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        work.Db.Add(profile);
        AddIdentifiers(work, id.Value, parts.Data);
        var members = new List<Person>();
        foreach (var person in parts.People) members.Add(await people.AddAsync(work, id, person));
        work.Record("business_profile.created", id.ToString(), details: new { people = members.Count });
        return await ViewAsync(work.Db, profile, members, work.Canceled);
    }

    public async Task<ProfileView> AddIndividualAsync(Work work, JsonElement facts)
    {
        var id = PublicId.New<IndividualProfileId>(work.Now);
        vault.Create(work.Db, work.Tenant, id.Value, work.Now);
        var parts = FactParts.Of(facts);
        foreach (var field in parts.Contact) parts.Data[field.Key] = field.Value!.DeepClone();
        var plain = FactParts.Bytes(parts.Data);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [id.Value], work.Canceled);
        var hashes = people.Hashes(work.Tenant, parts.Data);
        work.Db.Add(new IndividualProfile
        {
            TenantId = work.Tenant,
            Id = id,
            ReferenceId = parts.ReferenceId,
            Sealed = ring.Seal(id.Value, plain, IndividualPurpose),
            NameHash = hashes.Name,
            EmailHash = hashes.Email,
            PhoneHash = hashes.Phone,
            Provenance = Claimed(work),
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        });
        AddIdentifiers(work, id.Value, parts.Data);
        work.Record("individual_profile.created", id.ToString());
        return new ProfileView(id.Value, false, [id.Value], plain, []);
    }

    public async Task<ProfileView?> FindBusinessAsync(PlatformDb db, BusinessProfileId id, CancellationToken ct)
    {
        var profile = (await ProfileReads.Business.TrackAsync(db, id.Value, ct)).SingleOrDefault();
        if (profile is null || profile.RedactedAt is not null) return null;
        var members = await ProfileReads.People.ReadAsync(db, id.Value, ct);
        return await ViewAsync(db, profile, members, ct);
    }

    public async Task<ProfileView?> FindIndividualAsync(PlatformDb db, IndividualProfileId id, CancellationToken ct)
    {
        var profile = (await ProfileReads.Individual.TrackAsync(db, id.Value, ct)).SingleOrDefault();
        if (profile?.Sealed is null) return null;
        var ring = await vault.RingAsync(db, profile.TenantId, [id.Value], ct);
        return ring.Open(id.Value, profile.Sealed, IndividualPurpose) is { } facts
            ? new ProfileView(id.Value, false, [id.Value], facts, profile.PossibleDuplicates)
            : null;
    }

    // A change of a person is one of the profile's row.
    public void ExpectUnchanged(PlatformDb db, ProfileView found) => db.Unchanged.Add(
        found.IsBusiness
            ? db.ChangeTracker.Entries<BusinessProfile>().Single(e => e.Entity.Id.Value == found.Profile).Entity
            : db.ChangeTracker.Entries<IndividualProfile>().Single(e => e.Entity.Id.Value == found.Profile).Entity);

    public async Task<HashSet<Guid>> PeopleAsync(PlatformDb db, IReadOnlyCollection<Guid> businesses, CancellationToken ct)
    {
        var ids = businesses.Select(b => new BusinessProfileId(b)).ToList();
        return [.. (await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.ProfileId) && p.RemovedAt == null).Select(p => p.Id).ToListAsync(ct)).Select(p => p.Value)];
    }

    public IReadOnlyList<PlannedRead> Reads(Guid profile, bool business) => ProfileReads.Of(profile, business);

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct) => Claimants.NamesAsync(db, profiles, ct);

    public async Task<IReadOnlyList<Guid>> LinkClaimantsAsync(PlatformDb db, Guid profile, IReadOnlyList<Guid> sharing, CancellationToken ct)
    {
        var others = (await ProfileReads.Claimants.ReadAsync(db, profile, ct)).Select(i => i.ProfileId).Distinct().Take(Claimants.Most).ToList();
        Guid[] linked = [.. others.Union(sharing).Take(Claimants.Most)];
        if (linked.Length == 0) return others;
        if ((await ProfileReads.Business.TrackAsync(db, profile, ct)).SingleOrDefault() is { } business) business.PossibleDuplicates = linked;
        else if ((await ProfileReads.Individual.TrackAsync(db, profile, ct)).SingleOrDefault() is { } person) person.PossibleDuplicates = linked;
        return others;
    }

    internal async Task<byte[]?> SealContactAsync(PlatformDb db, TenantId tenant, BusinessProfileId id, JsonObject contact, CancellationToken ct)
    {
        if (contact.Count == 0) return null;
        var ring = await vault.RingAsync(db, tenant, [id.Value], ct);
        return ring.Seal(id.Value, FactParts.Bytes(contact), ContactPurpose);
    }

    /// <summary>The profile claims these identifiers from now on, and no others.</summary>
    /// <returns>Who else claims one of them.</returns>
    internal async Task<Guid[]> ReplaceIdentifiersAsync(Work work, Guid profile, JsonObject facts)
    {
        var held = await work.Db.Set<ProfileIdentifier>().Where(i => i.ProfileId == profile).ToListAsync(work.Canceled);
        var claimed = Identifiers(work, profile, facts);
        bool Same(ProfileIdentifier a, ProfileIdentifier b) => a.Scheme == b.Scheme && a.ValueHash.AsSpan().SequenceEqual(b.ValueHash);
        work.Db.RemoveRange(held.Where(h => !claimed.Any(c => Same(c, h))));
        work.Db.AddRange(claimed.Where(c => !held.Any(h => Same(c, h))));
        return await Claimants.FindAsync(work.Db, profile, claimed, work.Canceled);
    }

    internal IReadOnlyList<ProfileIdentifier> Identifiers(Work work, Guid profile, JsonObject facts) =>
        [.. IdentifierKeys.Of(facts).Select(i => new ProfileIdentifier { TenantId = work.Tenant, ProfileId = profile, Scheme = i.Scheme, ValueHash = Hash(work.Tenant, i.Value) })];

    internal byte[] Hash(TenantId tenant, string identifier) => index.Hash(tenant, "identifier", identifier);

    private void AddIdentifiers(Work work, Guid profile, JsonObject facts)
    {
        foreach (var identifier in Identifiers(work, profile, facts)) work.Db.Add(identifier);
    }

    internal async Task<ProfileView> ViewAsync(PlatformDb db, BusinessProfile profile, IReadOnlyList<Person> members, CancellationToken ct)
    {
        Guid[] subjects = [profile.Id.Value, .. members.Select(m => m.Id.Value)];
        var ring = await vault.RingAsync(db, profile.TenantId, subjects, ct);
        var contact = profile.Contact is null ? null : ring.Open(profile.Id.Value, profile.Contact, ContactPurpose);
        return new ProfileView(profile.Id.Value, true, [.. subjects.Where(ring.Has)], BusinessJson.Write(profile.Data, contact, members, ring), profile.PossibleDuplicates);
    }

    // The caller's own reference is no fact, so the vocabulary does not measure it.
    private static Error? CheckReference(JsonElement facts, string pointer)
    {
        if (!facts.TryGetProperty("reference_id", out var reference) || reference.ValueKind is JsonValueKind.Null) return null;
        if (reference.ValueKind is not JsonValueKind.String) return ProfileErrors.At("invalid_type", $"{pointer}/reference_id", "Must be text.");
        return reference.GetString()!.Length is > 0 and <= 255 ? null : ProfileErrors.At("too_long", $"{pointer}/reference_id", "1 to 255 characters.");
    }

    private static string Claimed(Work work) =>
        StoredJson.Write(new Dictionary<string, FieldProvenance> { ["*"] = new(FieldSource.Claimed, work.Caller.Actor.ToString(), work.Now) });
}
