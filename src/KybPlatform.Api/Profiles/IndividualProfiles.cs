using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Makes, reads and changes one individual profile.</summary>
internal static class IndividualProfiles
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapPost("", CreateAsync).Requires(Scopes.ProfilesWrite).Idempotent()
            .WithSummary("Create an individual profile").Produces<IndividualProfileResource>(201).ProducesRefusals(400, 413, 415, 422).ExampleRequest(ProfileExamples.Individual);
        profiles.MapGet("/{id}", GetAsync).Requires(Scopes.ProfilesRead).WithSummary("Read an individual profile").Produces<IndividualProfileResource>().ProducesRefusals(404);
        profiles.MapPatch("/{id}", PatchAsync).Requires(Scopes.ProfilesWrite).Versioned()
            .WithSummary("Change the facts of an individual").Produces<IndividualProfileResource>().ProducesRefusals(400, 404, 409, 413, 415, 422).ExampleRequest(ProfileExamples.IndividualPatch)
            .Refuses(409, "profile_redacted", "The profile was redacted: nothing of it can be changed any more.");
    }

    private static async Task<IResult> CreateAsync(Body<GivenIndividual> body, Work work, ProfileDesk desk)
    {
        if (desk.CheckShape(body.Value.Json, false, "") is { } fault) return Refused.Because(fault);
        var view = await desk.AddIndividualAsync(work, body.Value.Json);
        var profile = work.Db.Set<IndividualProfile>().Local.Single(p => p.Id.Value == view.Profile);
        profile.PossibleDuplicates = await Claimants.FindAsync(work.Db, view.Profile, [.. work.Db.Set<ProfileIdentifier>().Local], work.Canceled);
        return await work.AnswerAsync(201, await ResourceAsync(work, profile, view), new Keeping(view.Subjects), $"/v1/individual-profiles/{profile.Id}", profile);
    }

    private static async Task<IResult> GetAsync(string id, Work work, ProfileDesk desk) =>
        await FindAsync(work, id) is { } profile
            ? Answer.Ok(await ResourceAsync(work, profile, await desk.FindIndividualAsync(work.Db, profile.Id, work.Canceled)), ETags.Of(profile))
            : Refused.Because(ProfileErrors.NotFound(business: false));

    private static async Task<IResult> PatchAsync(string id, Body<GivenIndividual> body, Work work, HttpContext http, ProfileDesk desk, IndividualEdits edits)
    {
        if (desk.CheckShape(body.Value.Json, false, "") is { } fault) return Refused.Because(fault);
        if (await FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: false));
        if (ETags.Check(http, profile) is { } stale) return Refused.Because(stale);
        if (profile.RedactedAt is not null) return Refused.Because(ProfileErrors.Redacted);
        if (await edits.PatchAsync(work, profile, body.Value.Json)) work.Record("individual_profile.updated", profile.Id.ToString());
        var view = await desk.FindIndividualAsync(work.Db, profile.Id, work.Canceled);
        return await work.AnswerAsync(200, await ResourceAsync(work, profile, view), new Keeping([profile.Id.Value]), etag: profile);
    }

    internal static async Task<IndividualProfileResource> ResourceAsync(Work work, IndividualProfile profile, ProfileView? view) => IndividualProfileResource.From(
        profile, view is null ? null : JsonNode.Parse(view.FactsJson.Span)!.AsObject(), await Claimants.NamesAsync(work.Db, profile.PossibleDuplicates, work.Canceled));

    internal static async Task<IndividualProfile?> FindAsync(Work work, string id) =>
        PublicId.TryParse<IndividualProfileId>(id, out var key) ? await work.Db.Set<IndividualProfile>().SingleOrDefaultAsync(p => p.Id == key, work.Canceled) : null;
}

/// <summary>Changes the facts of individuals: sealed anew, searchable anew, with where they came from and what they were.</summary>
internal sealed class IndividualEdits(SubjectVault vault, ProfileDesk desk, PersonSeal people, ProfileLedger ledger)
{
    /// <summary>Applies a merge patch (RFC 7396).</summary>
    /// <returns>Whether anything differs now.</returns>
    public async Task<bool> PatchAsync(Work work, IndividualProfile profile, JsonElement patch)
    {
        var ring = await vault.RingAsync(work.Db, work.Tenant, [profile.Id.Value], work.Canceled);
        if (profile.Sealed is null || ring.Open(profile.Id.Value, profile.Sealed, ProfileDesk.IndividualPurpose) is not { } plain) return false;
        var before = JsonNode.Parse(plain)!.AsObject();
        var merged = MergePatch.Apply(before.DeepClone(), patch).AsObject();
        merged.Remove("reference_id");
        var after = FactParts.Of(merged).Whole();
        var changes = FactDiff.Between(before, after);
        if (patch.TryGetProperty("reference_id", out var reference)) profile.ReferenceId = reference.GetString();
        if (changes.Count == 0) return work.Db.Entry(profile).State is EntityState.Modified;

        profile.Sealed = ring.Seal(profile.Id.Value, FactParts.Bytes(after), ProfileDesk.IndividualPurpose);
        (profile.NameHash, profile.EmailHash, profile.PhoneHash) = people.Hashes(work.Tenant, after);
        if (changes.Any(c => c.Path == "identifiers")) profile.PossibleDuplicates = await desk.ReplaceIdentifiersAsync(work, profile.Id.Value, after);
        profile.Provenance = ProvenanceMap.With(profile.Provenance, changes, new FieldProvenance(FieldSource.Claimed, work.Caller.Actor.ToString(), work.Now));
        profile.UpdatedAt = work.Now;
        await ledger.AddAsync(work, profile.Id.Value, profile.Id.Value, changes);
        return true;
    }
}
