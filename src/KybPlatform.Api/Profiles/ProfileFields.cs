using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Profiles;

/// <summary>Single fields, by the way of a merge patch that names only them.</summary>
internal sealed class ProfileFields(ProfileDesk desk, BusinessEdits businesses, IndividualEdits individuals) : IProfileFields
{
    public async Task<Result<bool>> SetAsync(Work work, ProfileReference profile, IReadOnlyList<string> path, JsonNode? value)
    {
        var patch = JsonSerializer.SerializeToElement(path.Reverse().Aggregate(value?.DeepClone(), (inner, name) => new JsonObject { [name] = inner }));
        if (desk.CheckShape(patch, profile.IsBusiness, "") is { } fault) return fault;
        if (profile.IsBusiness)
        {
            if (await BusinessProfiles.FindAsync(work, profile.PublicId) is not { } business) return ProfileErrors.NotFound(business: true);
            if (business.RedactedAt is not null) return ProfileErrors.Redacted;
            var changed = await businesses.PatchAsync(work, business, patch);
            if (changed) work.Record("business_profile.updated", business.Id.ToString());
            return changed;
        }
        if (await IndividualProfiles.FindAsync(work, profile.PublicId) is not { } individual) return ProfileErrors.NotFound(business: false);
        if (individual.RedactedAt is not null) return ProfileErrors.Redacted;
        var differs = await individuals.PatchAsync(work, individual, patch);
        if (differs) work.Record("individual_profile.updated", individual.Id.ToString());
        return differs;
    }
}
