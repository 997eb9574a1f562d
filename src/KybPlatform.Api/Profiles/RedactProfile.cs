using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Profiles.Holds;
using KybPlatform.Api.Registrations.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace KybPlatform.Api.Profiles;

/// <summary>
/// Destroys the keys of a profile and its people, and the hashes by which they were found. What was sealed for them (contacts, notes,
/// documents, evidence, receipts, former values, kept answers) is unreadable from the commit on; decisions, their reasons and the audit trail stay.
/// What public registers publish about a company stays, unless the company is one person.
/// </summary>
internal sealed class RedactProfile(SubjectVault vault, IEnumerable<IErasedWithProfile> others)
{
    private const string DropKeptAnswers = "UPDATE idempotency_keys SET body = ''::bytea WHERE tenant_id = $1 AND subjects && $2 AND body IS NOT NULL";

    public static void MapBusiness(RouteGroupBuilder profiles) => profiles.MapPost("/{id}/redact", BusinessAsync).Requires(Scopes.ProfilesRedact).Idempotent().Versioned()
        .WithSummary("Erase a business's people and contacts for good").Produces<BusinessProfileResource>().ProducesRefusals(400, 404, 409, 422)
        .Refuses(409, "legal_hold", "The legal hold hld_01k0000000000000000000000a forbids that the profile is erased until it is released.");

    public static void MapIndividual(RouteGroupBuilder profiles) => profiles.MapPost("/{id}/redact", IndividualAsync).Requires(Scopes.ProfilesRedact).Idempotent().Versioned()
        .WithSummary("Erase an individual for good").Produces<IndividualProfileResource>().ProducesRefusals(400, 404, 409, 422)
        .Refuses(409, "legal_hold", "The legal hold hld_01k0000000000000000000000a forbids that the profile is erased until it is released.");

    private static async Task<IResult> BusinessAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work, RedactProfile redact)
    {
        if (await BusinessProfiles.FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: true));
        if (ETags.Check(http, profile) is { } stale) return Refused.Because(stale);
        if (profile.RedactedAt is null)
        {
            if (await LegalHold.OfAsync(work.Db, profile.Id.Value, work.Now, work.Canceled) is { } hold) return await work.RefuseAsync(LegalHolds.Refusal(hold));
            var people = await work.Db.Set<Person>().Where(p => p.ProfileId == profile.Id).ToListAsync(work.Canceled);
            await redact.EraseAsync(work, profile.Id.Value, [.. people.Select(p => p.Id.Value)]);
            foreach (var person in people)
                (person.Sealed, person.NameHash, person.EmailHash, person.PhoneHash, person.Roles, person.UpdatedAt) = (null, null, null, null, [], work.Now);
            if (IsOnePerson(profile)) await DropPublicFactsAsync(work, profile);
            (profile.Contact, profile.RedactedAt, profile.UpdatedAt) = (null, work.Now, work.Now);
            work.Record("business_profile.redacted", profile.Id.ToString(), details: new { people = people.Count });
        }
        return await work.AnswerAsync(200, await BusinessProfiles.ResourceAsync(work, profile, null), Keeping.Plainly, etag: profile);
    }

    private static async Task<IResult> IndividualAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work, RedactProfile redact)
    {
        if (await IndividualProfiles.FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: false));
        if (ETags.Check(http, profile) is { } stale) return Refused.Because(stale);
        if (profile.RedactedAt is null)
        {
            if (await LegalHold.OfAsync(work.Db, profile.Id.Value, work.Now, work.Canceled) is { } hold) return await work.RefuseAsync(LegalHolds.Refusal(hold));
            await redact.EraseAsync(work, profile.Id.Value, []);
            await DropIdentifiersAsync(work, profile.Id.Value);
            (profile.Sealed, profile.NameHash, profile.EmailHash, profile.PhoneHash, profile.RedactedAt, profile.UpdatedAt) = (null, null, null, null, work.Now, work.Now);
            work.Record("individual_profile.redacted", profile.Id.ToString());
        }
        return await work.AnswerAsync(200, await IndividualProfiles.ResourceAsync(work, profile, null), Keeping.Plainly, etag: profile);
    }

    private async Task EraseAsync(Work work, Guid profile, IReadOnlyList<Guid> people)
    {
        foreach (var other in others) await other.EraseAsync(work, profile);
        Guid[] subjects = [profile, .. people];
        work.Db.Enqueue(Revetting.Job, profile, work.Now);
        foreach (var subject in subjects) await vault.DestroyAsync(work.Db, work.Tenant, subject, work.Now, work.Canceled);
        var drop = new NpgsqlBatchCommand(DropKeptAnswers);
        drop.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = work.Tenant.Value });
        drop.Parameters.Add(new NpgsqlParameter { Value = subjects, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        work.Db.Extra.Add(drop);
    }

    private static async Task DropIdentifiersAsync(Work work, Guid profile) =>
        work.Db.RemoveRange(await work.Db.Set<ProfileIdentifier>().Where(i => i.ProfileId == profile).ToListAsync(work.Canceled));

    // A sole proprietor's name and number are a person's, whoever publishes them.
    private static bool IsOnePerson(BusinessProfile profile) => FactParts.Text(System.Text.Json.Nodes.JsonNode.Parse(profile.Data)!.AsObject(), "type") == "sole_proprietor";

    private static async Task DropPublicFactsAsync(Work work, BusinessProfile profile)
    {
        (profile.LegalName, profile.NameKey, profile.Data) = (null, null, """{"type":"sole_proprietor"}""");
        await DropIdentifiersAsync(work, profile.Id.Value);
    }
}
