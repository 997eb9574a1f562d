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

/// <summary>People of a business, one by one: added, changed, removed. Each is sealed under a key of their own.</summary>
internal static class ChangePeople
{
    public static void Map(RouteGroupBuilder profiles)
    {
        profiles.MapPost("/{id}/people", AddAsync).Requires(Scopes.ProfilesWrite).Idempotent()
            .WithSummary("Add a person to a business").Produces<PersonResource>(201).ProducesRefusals(400, 404, 409, 413, 415, 422).ExampleRequest(ProfileExamples.Person);
        profiles.MapPatch("/{id}/people/{person}", PatchAsync).Requires(Scopes.ProfilesWrite).Versioned()
            .WithSummary("Change a person of a business").Produces<PersonResource>().ProducesRefusals(400, 404, 409, 413, 415, 422).ExampleRequest(ProfileExamples.PersonPatch);
        profiles.MapDelete("/{id}/people/{person}", RemoveAsync).Requires(Scopes.ProfilesWrite).Versioned()
            .WithSummary("Remove a person from a business").Produces(204).ProducesRefusals(404, 409);
    }

    private static async Task<IResult> AddAsync(string id, Body<GivenPerson> body, Work work, BusinessEdits edits)
    {
        if (Fault(body.Value.Json) is { } fault) return Refused.Because(fault);
        if (await BusinessProfiles.FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: true));
        if (profile.RedactedAt is not null) return await work.RefuseAsync(ProfileErrors.Redacted);
        var person = await edits.AddPersonAsync(work, profile, JsonObject.Create(body.Value.Json)!);
        work.Record("person.added", person.Id.ToString(), profile.Id.ToString());
        return await work.AnswerAsync(201, PersonResource.From(person, await edits.OpenAsync(work.Db, person, work.Canceled)), new Keeping([person.Id.Value]),
            $"/v1/business-profiles/{profile.Id}/people/{person.Id}", person);
    }

    private static async Task<IResult> PatchAsync(string id, string person, Body<GivenPerson> body, Work work, HttpContext http, BusinessEdits edits)
    {
        if (Fault(body.Value.Json) is { } fault) return Refused.Because(fault);
        if (await FindAsync(work, id, person) is not { } found) return Refused.Because(ProfileErrors.NoPerson);
        if (ETags.Check(http, found.Person) is { } stale) return Refused.Because(stale);
        if (found.Profile.RedactedAt is not null) return Refused.Because(ProfileErrors.Redacted);
        if (await edits.PatchPersonAsync(work, found.Profile, found.Person, body.Value.Json))
            work.Record("person.updated", found.Person.Id.ToString(), found.Profile.Id.ToString());
        var facts = await edits.OpenAsync(work.Db, found.Person, work.Canceled);
        return await work.AnswerAsync(200, PersonResource.From(found.Person, facts), new Keeping([found.Person.Id.Value]), etag: found.Person);
    }

    private static async Task<IResult> RemoveAsync(string id, string person, Work work, HttpContext http, BusinessEdits edits)
    {
        if (await FindAsync(work, id, person) is not { } found) return Refused.Because(ProfileErrors.NoPerson);
        if (ETags.Check(http, found.Person) is { } stale) return Refused.Because(stale);
        if (found.Profile.RedactedAt is not null) return Refused.Because(ProfileErrors.Redacted);
        await edits.RemovePersonAsync(work, found.Profile, found.Person);
        work.Record("person.removed", found.Person.Id.ToString(), found.Profile.Id.ToString());
        return await work.AnswerAsync(204, new { }, Keeping.Plainly);
    }

    private static Error? Fault(JsonElement facts) =>
        facts.ValueKind is JsonValueKind.Object && facts.TryGetProperty("id", out _) ? ProfileErrors.OwnId : FactShape.Check(facts, "business.people[]", "");

    private static async Task<(BusinessProfile Profile, Person Person)?> FindAsync(Work work, string id, string person)
    {
        if (!PublicId.TryParse<PersonId>(person, out var key) || await BusinessProfiles.FindAsync(work, id) is not { } profile) return null;
        return await work.Db.Set<Person>().SingleOrDefaultAsync(p => p.Id == key && p.ProfileId == profile.Id && p.RemovedAt == null, work.Canceled) is { } found ? (profile, found) : null;
    }
}
