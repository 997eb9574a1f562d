using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Finds the profile that a submission is about by the caller's own reference, and merges what the submission says into it.</summary>
internal sealed class SubmittedProfiles(ProfileDesk desk, BusinessEdits businesses, IndividualEdits individuals, PersonSeal people) : ISubmittedProfiles
{
    public async Task<ProfileReference> TakeBusinessAsync(Work work, JsonElement facts) =>
        new(await MergeBusinessAsync(work, facts) ?? (await desk.AddBusinessAsync(work, facts)).Profile, IsBusiness: true);

    public async Task<ProfileReference> TakeIndividualAsync(Work work, JsonElement facts) =>
        new(await MergeIndividualAsync(work, facts) ?? (await desk.AddIndividualAsync(work, facts)).Profile, IsBusiness: false);

    /// <summary>Null where the reference names no profile or several: nothing is guessed.</summary>
    private async Task<Guid?> MergeBusinessAsync(Work work, JsonElement facts)
    {
        if (Reference(facts) is not { } reference) return null;
        var found = await work.Db.Set<BusinessProfile>().Where(p => p.ReferenceId == reference && p.RedactedAt == null).OrderBy(p => p.Id).Take(2).ToListAsync(work.Canceled);
        if (found is not [var profile]) return null;
        var changed = await businesses.PatchAsync(work, profile, facts);
        if (JsonObject.Create(facts)!["people"] is JsonArray given) changed |= await MergePeopleAsync(work, profile, given);
        if (changed) work.Record("business_profile.updated", profile.Id.ToString());
        return profile.Id.Value;
    }

    private async Task<Guid?> MergeIndividualAsync(Work work, JsonElement facts)
    {
        if (Reference(facts) is not { } reference) return null;
        var found = await work.Db.Set<IndividualProfile>().Where(p => p.ReferenceId == reference && p.RedactedAt == null).OrderBy(p => p.Id).Take(2).ToListAsync(work.Canceled);
        if (found is not [var profile]) return null;
        if (await individuals.PatchAsync(work, profile, facts)) work.Record("individual_profile.updated", profile.Id.ToString());
        return profile.Id.Value;
    }

    private async Task<bool> MergePeopleAsync(Work work, BusinessProfile profile, JsonArray given)
    {
        var changed = false;
        var members = await work.Db.Set<Person>().Where(p => p.ProfileId == profile.Id && p.RemovedAt == null).OrderBy(p => p.Id).ToListAsync(work.Canceled);
        foreach (var facts in given.Select(g => g!.DeepClone().AsObject()))
        {
            facts.Remove("id");
            var hash = people.Hashes(work.Tenant, facts).Name;
            if (hash is not null && members.FirstOrDefault(m => m.NameHash is not null && m.NameHash.AsSpan().SequenceEqual(hash)) is { } known)
                changed |= await businesses.PatchPersonAsync(work, profile, known, JsonSerializer.SerializeToElement(facts));
            else
            {
                members.Add(await businesses.AddPersonAsync(work, profile, facts));
                changed = true;
            }
        }
        return changed;
    }

    private static string? Reference(JsonElement facts) =>
        facts.TryGetProperty("reference_id", out var reference) && reference.ValueKind is JsonValueKind.String ? reference.GetString() : null;
}
