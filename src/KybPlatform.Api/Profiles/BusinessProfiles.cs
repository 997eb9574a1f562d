using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Makes, reads and changes one business profile.</summary>
internal static class BusinessProfiles
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapPost("", CreateAsync).Requires(Scopes.ProfilesWrite).Idempotent()
            .WithSummary("Create a business profile").Produces<BusinessProfileResource>(201).ProducesRefusals(400, 413, 415, 422).ExampleRequest(ProfileExamples.Business);
        profiles.MapGet("/{id}", GetAsync).Requires(Scopes.ProfilesRead).WithSummary("Read a business profile").Produces<BusinessProfileResource>().ProducesRefusals(404);
        profiles.MapPatch("/{id}", PatchAsync).Requires(Scopes.ProfilesWrite).Versioned()
            .WithSummary("Change the facts of a business").Produces<BusinessProfileResource>().ProducesRefusals(400, 404, 409, 413, 415, 422).ExampleRequest(ProfileExamples.BusinessPatch)
            .Refuses(422, "people_are_subresources", "People are changed one by one, at /people.")
            .Refuses(409, "profile_redacted", "The profile was redacted: nothing of it can be changed any more.");
    }

    private static async Task<IResult> CreateAsync(Body<GivenBusiness> body, Work work, ProfileDesk desk)
    {
        if (desk.CheckShape(body.Value.Json, true, "") is { } fault) return Refused.Because(fault);
        var view = await desk.AddBusinessAsync(work, body.Value.Json);
        var profile = work.Db.Set<BusinessProfile>().Local.Single(p => p.Id.Value == view.Profile);
        profile.PossibleDuplicates = await Claimants.FindAsync(work.Db, view.Profile, [.. work.Db.Set<ProfileIdentifier>().Local], work.Canceled);
        return await work.AnswerAsync(201, await ResourceAsync(work, profile, view), new Keeping(view.Subjects), $"/v1/business-profiles/{profile.Id}", profile);
    }

    private static async Task<IResult> GetAsync(string id, Work work, ProfileDesk desk) =>
        await FindAsync(work, id) is { } profile
            ? Answer.Ok(await ResourceAsync(work, profile, await desk.FindBusinessAsync(work.Db, profile.Id, work.Canceled)), ETags.Of(profile))
            : Refused.Because(ProfileErrors.NotFound(business: true));

    private static async Task<IResult> PatchAsync(string id, Body<GivenBusiness> body, Work work, HttpContext http, ProfileDesk desk, BusinessEdits edits)
    {
        var patch = body.Value.Json;
        if (patch.ValueKind is JsonValueKind.Object && patch.TryGetProperty("people", out _)) return Refused.Because(ProfileErrors.PeopleApart);
        if (desk.CheckShape(patch, true, "") is { } fault) return Refused.Because(fault);
        if (await FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: true));
        if (ETags.Check(http, profile) is { } stale) return Refused.Because(stale);
        if (profile.RedactedAt is not null) return Refused.Because(ProfileErrors.Redacted);
        if (await edits.PatchAsync(work, profile, patch)) work.Record("business_profile.updated", profile.Id.ToString());
        var view = await desk.FindBusinessAsync(work.Db, profile.Id, work.Canceled);
        return await work.AnswerAsync(200, await ResourceAsync(work, profile, view), new Keeping(view!.Subjects), etag: profile);
    }

    internal static async Task<BusinessProfileResource> ResourceAsync(Work work, BusinessProfile profile, ProfileView? view) => BusinessProfileResource.From(
        profile, view is null ? null : JsonNode.Parse(view.FactsJson.Span)!.AsObject(), await Claimants.NamesAsync(work.Db, profile.PossibleDuplicates, work.Canceled));

    internal static async Task<BusinessProfile?> FindAsync(Work work, string id) =>
        PublicId.TryParse<BusinessProfileId>(id, out var key) ? await work.Db.Set<BusinessProfile>().SingleOrDefaultAsync(p => p.Id == key, work.Canceled) : null;
}
