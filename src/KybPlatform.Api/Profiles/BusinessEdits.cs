using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Changes the facts of businesses and their people: sealed anew, searchable anew, with where they came from and what they were.</summary>
internal sealed class BusinessEdits(SubjectVault vault, ProfileDesk desk, PersonSeal people, ProfileLedger ledger)
{
    /// <summary>Applies a merge patch (RFC 7396) to everything but the people.</summary>
    /// <returns>Whether anything differs now.</returns>
    public async Task<bool> PatchAsync(Work work, BusinessProfile profile, JsonElement patch)
    {
        var before = await WholeAsync(work.Db, profile, work.Canceled);
        var merged = MergePatch.Apply(before.DeepClone(), patch).AsObject();
        merged.Remove("people");
        merged.Remove("reference_id");
        var parts = FactParts.Of(merged);
        var changes = FactDiff.Between(before, parts.Whole());
        if (patch.TryGetProperty("reference_id", out var reference)) profile.ReferenceId = reference.GetString();
        if (changes.Count == 0) return work.Db.Entry(profile).State is EntityState.Modified;

        profile.LegalName = FactParts.Text(parts.Data, "legal_name");
        profile.NameKey = profile.LegalName is null ? null : BlindIndex.Fold(profile.LegalName);
        profile.Data = parts.Data.ToJsonString(StoredJson.Options);
        profile.Contact = await desk.SealContactAsync(work.Db, work.Tenant, profile.Id, parts.Contact, work.Canceled);
        if (changes.Any(c => c.Path == "identifiers")) profile.PossibleDuplicates = await desk.ReplaceIdentifiersAsync(work, profile.Id.Value, parts.Data);
        Touch(work, profile, changes);
        await ledger.AddAsync(work, profile.Id.Value, profile.Id.Value, changes);
        return true;
    }

    public async Task<Person> AddPersonAsync(Work work, BusinessProfile profile, JsonObject facts)
    {
        Nulls.Drop(facts);
        var person = await people.AddAsync(work, profile.Id, facts.DeepClone().AsObject());
        FactChange[] changes = [new(PathOf(person.Id), null, facts.DeepClone())];
        Touch(work, profile, changes);
        await ledger.AddAsync(work, profile.Id.Value, person.Id.Value, changes);
        return person;
    }

    public async Task<bool> PatchPersonAsync(Work work, BusinessProfile profile, Person person, JsonElement patch)
    {
        var before = await OpenAsync(work.Db, person, work.Canceled);
        var after = MergePatch.Apply(before.DeepClone(), patch).AsObject();
        Nulls.Drop(after);
        var changes = FactDiff.Between(before, after, PathOf(person.Id));
        if (changes.Count == 0) return false;
        await people.SetAsync(work, person, after);
        Touch(work, profile, changes);
        await ledger.AddAsync(work, profile.Id.Value, person.Id.Value, changes);
        return true;
    }

    /// <summary>The person belongs to the business no more. What was known stays sealed for the record until it is redacted.</summary>
    public async Task RemovePersonAsync(Work work, BusinessProfile profile, Person person)
    {
        FactChange[] changes = [new(PathOf(person.Id), await OpenAsync(work.Db, person, work.Canceled), null)];
        (person.NameHash, person.EmailHash, person.PhoneHash, person.RemovedAt, person.UpdatedAt) = (null, null, null, work.Now, work.Now);
        Touch(work, profile, changes);
        await ledger.AddAsync(work, profile.Id.Value, person.Id.Value, changes);
    }

    public async Task<JsonObject> OpenAsync(PlatformDb db, Person person, CancellationToken ct)
    {
        var ring = await vault.RingAsync(db, person.TenantId, [person.Id.Value], ct);
        return person.Sealed is not null && ring.Open(person.Id.Value, person.Sealed, PersonSeal.Purpose) is { } plain ? JsonNode.Parse(plain)!.AsObject() : [];
    }

    private async Task<JsonObject> WholeAsync(PlatformDb db, BusinessProfile profile, CancellationToken ct)
    {
        var ring = await vault.RingAsync(db, profile.TenantId, [profile.Id.Value], ct);
        var whole = JsonNode.Parse(profile.Data)!.AsObject();
        if (profile.Contact is null || ring.Open(profile.Id.Value, profile.Contact, ProfileDesk.ContactPurpose) is not { } contact) return whole;
        foreach (var (name, value) in JsonNode.Parse(contact)!.AsObject()) whole[name] = value!.DeepClone();
        return whole;
    }

    // A change of a person is a change of the profile: its ETag covers all of it.
    private static void Touch(Work work, BusinessProfile profile, IEnumerable<FactChange> changes) =>
        (profile.Provenance, profile.UpdatedAt) =
            (ProvenanceMap.With(profile.Provenance, changes, new FieldProvenance(FieldSource.Claimed, work.Caller.Actor.ToString(), work.Now)), work.Now);

    private static string PathOf(PersonId person) => $"people.{person}";
}
