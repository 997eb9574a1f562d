using System.Text;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles.Holds;

/// <summary>A hold to be placed on one profile. Exactly one of the two ids comes with it.</summary>
/// <param name="Reason">Why, in words; encrypted under the profile's key.</param>
/// <param name="Until">When it ends by itself; until it is released if left out.</param>
public sealed record NewLegalHold(string? BusinessProfileId, string? IndividualProfileId, string? Reason, DateTimeOffset? Until);

internal sealed class NewLegalHoldValidator : AbstractValidator<NewLegalHold>
{
    public NewLegalHoldValidator() => RuleFor(h => h.Reason).NotEmpty().MaximumLength(1000);
}

/// <summary>A legal hold on the wire.</summary>
/// <param name="ProfileId">The business or individual profile that it protects.</param>
/// <param name="InForce">Whether it protects the profile now.</param>
public sealed record LegalHoldResource(
    LegalHoldId Id, string ProfileId, string? Reason, bool InForce, DateTimeOffset? Until, string PlacedBy, DateTimeOffset PlacedAt, string? ReleasedBy, DateTimeOffset? ReleasedAt);

/// <summary>Places, lists and releases legal holds.</summary>
internal static class LegalHolds
{
    public static void Map(RouteGroupBuilder holds)
    {
        holds.MapPost("", PlaceAsync).Requires(Scopes.ProfilesRedact).Idempotent()
            .WithSummary("Forbid that a profile is erased").Produces<LegalHoldResource>(201).ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(422, "one_profile", "Give exactly one of business_profile_id and individual_profile_id.").Refuses(422, "unknown_profile", "There is no such profile.")
            .ExampleRequest($$"""{ "business_profile_id": "{{ExampleValues.Id("biz")}}", "reason": "Request of the prosecutor's office, file 12/2026", "until": "2027-06-30T00:00:00Z" }""");
        holds.MapGet("", ListAsync).Requires(Scopes.ProfilesRead).Lists("profile", "in_force")
            .TakesQuery("in_force", "Only those that protect their profile now (true), or only the others (false).", "true")
            .WithSummary("List legal holds, newest first").Produces<Page<LegalHoldResource>>().ProducesRefusals(422);
        holds.MapGet("/{id}", GetAsync).Requires(Scopes.ProfilesRead).WithSummary("Read a legal hold").Produces<LegalHoldResource>().ProducesRefusals(404);
        holds.MapPost("/{id}/release", ReleaseAsync).Requires(Scopes.ProfilesRedact).Idempotent()
            .WithSummary("End a legal hold").Produces<LegalHoldResource>().ProducesRefusals(400, 404, 409, 422);
    }

    /// <summary>What a redaction is told while a hold is in force.</summary>
    public static Error Refusal(LegalHold hold) => Error.Conflict(
        "legal_hold", $"The legal hold {hold.Id} forbids that the profile is erased{(hold.Until is { } until ? $" before {InstantJson.Text(until)}" : " until it is released")}.");

    private static async Task<IResult> PlaceAsync(Body<NewLegalHold> body, Work work, SubjectVault vault)
    {
        var given = body.Value;
        if (given.BusinessProfileId is null == given.IndividualProfileId is null)
            return Refused.Because(ProfileErrors.At("one_profile", "", "Give exactly one of business_profile_id and individual_profile_id."));
        if (given.Until <= work.Now) return await work.RefuseAsync(Error.Invalid("invalid_value", "A hold ends in the future.", new FieldError("/until", "invalid_value", "A hold ends in the future.")));
        var ofBusiness = given.BusinessProfileId is not null;
        var profile = ofBusiness ? await OfBusinessAsync(given.BusinessProfileId!, work) : await OfIndividualAsync(given.IndividualProfileId!, work);
        if (profile.IsRefused(out var refusal)) return await work.RefuseAsync(refusal);

        var ring = await vault.RingAsync(work.Db, work.Tenant, [profile.Value], work.Canceled);
        var hold = new LegalHold
        {
            TenantId = work.Tenant,
            Id = PublicId.New<LegalHoldId>(work.Now),
            ProfileId = profile.Value,
            OfBusiness = ofBusiness,
            Reason = ring.Seal(profile.Value, Encoding.UTF8.GetBytes(given.Reason!), LegalHold.ReasonPurpose),
            PlacedBy = work.Caller.Actor.ToString(),
            PlacedAt = work.Now,
            Until = given.Until is { } until ? Instants.Truncate(until) : null,
        };
        work.Db.Add(hold);
        work.Record("legal_hold.placed", hold.Id.ToString(), hold.ProfileName, new { hold.Until });
        return await work.AnswerAsync(201, View(hold, work.Now, ring), new Keeping([profile.Value]), $"/v1/legal-holds/{hold.Id}");
    }

    private static async Task<IResult> ReleaseAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } hold) return Refused.Because(Error.NotFound("legal hold"));
        if (hold.ReleasedAt is not null) return await work.RefuseAsync(Error.Conflict("invalid_transition", "The hold was released before."));
        (hold.ReleasedBy, hold.ReleasedAt) = (work.Caller.Actor.ToString(), work.Now);
        work.Record("legal_hold.released", hold.Id.ToString(), hold.ProfileName);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [hold.ProfileId], work.Canceled);
        return await work.AnswerAsync(200, View(hold, work.Now, ring), new Keeping([hold.ProfileId]));
    }

    private static async Task<IResult> ListAsync(string? profile, bool? in_force, Work work, HttpContext http, SubjectVault vault)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<LegalHold>().AsNoTracking();
        if (profile is not null)
        {
            var wanted = PublicId.TryParse<BusinessProfileId>(profile, out var business) ? business.Value
                : PublicId.TryParse<IndividualProfileId>(profile, out var individual) ? individual.Value : Guid.Empty;
            rows = rows.Where(h => h.ProfileId == wanted);
        }
        var now = work.Now;
        if (in_force is true) rows = rows.Where(h => h.ReleasedAt == null && (h.Until == null || h.Until > now));
        if (in_force is false) rows = rows.Where(h => h.ReleasedAt != null || h.Until <= now);
        var found = await rows.NewestFirst(h => h.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [.. found.Select(h => h.ProfileId).Distinct()], work.Canceled);
        return Answer.Ok(page.Of(found, h => View(h, now, ring), h => h.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } hold) return Refused.Because(Error.NotFound("legal hold"));
        return Answer.Ok(View(hold, work.Now, await vault.RingAsync(work.Db, work.Tenant, [hold.ProfileId], work.Canceled)));
    }

    // The profile changes with its hold, so that of a hold and a redaction at the same moment one fails.
    private static async Task<Result<Guid>> OfBusinessAsync(string id, Work work)
    {
        if (await BusinessProfiles.FindAsync(work, id) is not { } profile) return Unknown("/business_profile_id");
        if (profile.RedactedAt is not null) return ProfileErrors.Redacted;
        profile.UpdatedAt = work.Now;
        return profile.Id.Value;
    }

    private static async Task<Result<Guid>> OfIndividualAsync(string id, Work work)
    {
        if (await IndividualProfiles.FindAsync(work, id) is not { } profile) return Unknown("/individual_profile_id");
        if (profile.RedactedAt is not null) return ProfileErrors.Redacted;
        profile.UpdatedAt = work.Now;
        return profile.Id.Value;
    }

    private static Error Unknown(string pointer) => Error.Invalid("unknown_profile", "There is no such profile.", new FieldError(pointer, "unknown_profile", "There is no such profile."));

    private static async Task<LegalHold?> FindAsync(Work work, string id) =>
        PublicId.TryParse<LegalHoldId>(id, out var key) ? await work.Db.Set<LegalHold>().SingleOrDefaultAsync(h => h.Id == key, work.Canceled) : null;

    private static LegalHoldResource View(LegalHold hold, DateTimeOffset now, SubjectRing ring) => new(
        hold.Id, hold.ProfileName, ring.Open(hold.ProfileId, hold.Reason, LegalHold.ReasonPurpose) is { } reason ? Encoding.UTF8.GetString(reason) : null, hold.IsInForceAt(now), hold.Until,
        hold.PlacedBy, hold.PlacedAt, hold.ReleasedBy, hold.ReleasedAt);
}
