using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Profiles;

/// <summary>Finds profiles: businesses by what registers publish and by their people, individuals by keyed hashes only.</summary>
internal static class ListProfiles
{
    private const int MostClaimants = 1000;

    public static void MapBusinesses(RouteGroupBuilder profiles) =>
        profiles.MapGet("", BusinessesAsync).Requires(Scopes.ProfilesRead).Lists("name", "identifier", "reference_id", "person_name", "email", "phone")
            .TakesQuery("name", "The beginning of the legal name; case and extra spaces do not matter.", "Acme")
            .TakesQuery("identifier", "An identifier: scheme, colon, value.", "GB:CRN:00445790")
            .TakesQuery("person_name", "The whole name of one of its people, given names first.", "Jane Example")
            .TakesQuery("email", "The e-mail address of one of its people.", "jane@example.com")
            .TakesQuery("phone", "The phone number of one of its people.", "+442079460018")
            .WithSummary("Find business profiles").Produces<Page<BusinessProfileSummary>>().ProducesRefusals(422);

    public static void MapIndividuals(RouteGroupBuilder profiles) =>
        profiles.MapGet("", IndividualsAsync).Requires(Scopes.ProfilesRead).Lists("name", "identifier", "reference_id", "email", "phone")
            .TakesQuery("name", "The whole name, given names first; case and extra spaces do not matter.", "Jane Example")
            .TakesQuery("identifier", "An identifier: scheme, colon, value.", "GB:UTR:1234567890")
            .TakesQuery("email", "The whole e-mail address.", "jane@example.com")
            .TakesQuery("phone", "The whole phone number.", "+442079460018")
            .WithSummary("Find individual profiles").Produces<Page<IndividualProfileSummary>>().ProducesRefusals(422);

    private static async Task<IResult> BusinessesAsync(
        string? name, string? identifier, string? reference_id, string? person_name, string? email, string? phone, Work work, HttpContext http, PersonSeal people, ProfileDesk desk)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<BusinessProfile>().AsNoTracking();
        if (name is not null)
        {
            var start = Privacy.BlindIndex.Fold(name);
            rows = rows.Where(p => p.NameKey!.StartsWith(start));
        }
        if (reference_id is not null) rows = rows.Where(p => p.ReferenceId == reference_id);
        if (identifier is not null)
        {
            if (ClaimedBy(work, desk, identifier) is not { } claimed) return Refused.Because(BadIdentifier);
            var wanted = (await claimed.Select(i => i.ProfileId).Take(MostClaimants).ToListAsync(work.Canceled)).Select(BusinessProfileId.From).ToList();
            rows = rows.Where(p => wanted.Contains(p.Id));
        }
        var members = work.Db.Set<Person>().AsNoTracking().Where(p => p.RemovedAt == null);
        if (person_name is not null)
        {
            var hash = people.NameHash(work.Tenant, person_name);
            rows = rows.Where(p => members.Any(m => m.ProfileId == p.Id && m.NameHash == hash));
        }
        if (email is not null)
        {
            var hash = people.EmailHash(work.Tenant, email);
            rows = rows.Where(p => members.Any(m => m.ProfileId == p.Id && m.EmailHash == hash));
        }
        if (phone is not null)
        {
            var hash = people.PhoneHash(work.Tenant, phone);
            rows = rows.Where(p => members.Any(m => m.ProfileId == p.Id && m.PhoneHash == hash));
        }
        var found = await rows.NewestFirst(p => p.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, BusinessProfileSummary.From, p => p.Id.Value));
    }

    private static async Task<IResult> IndividualsAsync(
        string? name, string? identifier, string? reference_id, string? email, string? phone, Work work, HttpContext http, PersonSeal people, ProfileDesk desk)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<IndividualProfile>().AsNoTracking();
        if (reference_id is not null) rows = rows.Where(p => p.ReferenceId == reference_id);
        var (named, mailed, called) = (name is null ? null : people.NameHash(work.Tenant, name), people.EmailHash(work.Tenant, email), people.PhoneHash(work.Tenant, phone));
        if (named is not null) rows = rows.Where(p => p.NameHash == named);
        if (mailed is not null) rows = rows.Where(p => p.EmailHash == mailed);
        if (called is not null) rows = rows.Where(p => p.PhoneHash == called);
        if (identifier is not null)
        {
            if (ClaimedBy(work, desk, identifier) is not { } claimed) return Refused.Because(BadIdentifier);
            var wanted = (await claimed.Select(i => i.ProfileId).Take(MostClaimants).ToListAsync(work.Canceled)).Select(IndividualProfileId.From).ToList();
            rows = rows.Where(p => wanted.Contains(p.Id));
        }
        var found = await rows.NewestFirst(p => p.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, IndividualProfileSummary.From, p => p.Id.Value));
    }

    // The scheme has a colon of its own.
    private static IQueryable<ProfileIdentifier>? ClaimedBy(Work work, ProfileDesk desk, string identifier)
    {
        var colon = identifier.LastIndexOf(':');
        if (colon <= 0 || colon == identifier.Length - 1) return null;
        var (scheme, value) = IdentifierKeys.Canonical(identifier[..colon], identifier[(colon + 1)..]);
        var hash = desk.Hash(work.Tenant, value);
        return work.Db.Set<ProfileIdentifier>().AsNoTracking().Where(i => i.Scheme == scheme && i.ValueHash == hash);
    }

    private static Error BadIdentifier => ProfileErrors.Query("identifier", "invalid_identifier", "Write scheme, colon, value, such as GB:CRN:00445790.");
}
