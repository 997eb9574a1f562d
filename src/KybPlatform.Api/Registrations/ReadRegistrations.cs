using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Reads one registration, and lists them newest first.</summary>
internal static class ReadRegistrations
{
    public static void Map(RouteGroupBuilder registrations)
    {
        registrations.MapGet("/{id}", GetAsync).Requires(Scopes.RegistrationsRead).WithSummary("Read a sender registration").Produces<RegistrationResource>().ProducesRefusals(404);
        registrations.MapGet("", ListAsync).Requires(Scopes.RegistrationsRead).Lists("status", "country", "sender_type", "profile", "sender")
            .WithSummary("List sender registrations").Produces<Page<RegistrationResource>>().ProducesRefusals(422);
    }

    private static async Task<IResult> GetAsync(string id, Work work, IProfileDesk profiles) =>
        await FoundRegistrations.FindAsync(work, id) is { } row
            ? Answer.Ok(await FoundRegistrations.ViewAsync(work, row, profiles), ETags.Of(row))
            : Refused.Because(FoundRegistrations.NotFound);

    private static async Task<IResult> ListAsync(
        string? status, string? country, string? sender_type, string? profile, string? sender, Work work, HttpContext http, IProfileDesk profiles)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<SenderRegistration>().AsNoTracking();
        if (status is not null)
        {
            if (!SnakeCase.TryParse<RegistrationStatus>(status, out var wanted)) return Refused.Because(UnknownStatus(status));
            rows = rows.Where(r => r.Status == wanted);
        }
        if (country is not null) rows = rows.Where(r => r.Country == country);
        if (sender_type is not null) rows = rows.Where(r => r.SenderType == sender_type);
        if (sender is not null) rows = rows.Where(r => r.Senders.Contains(sender));
        if (profile is not null)
        {
            var wanted = FoundRegistrations.ProfileOf(profile) ?? Guid.Empty;
            rows = rows.Where(r => r.ProfileId == wanted);
        }
        var found = await rows.NewestFirst(r => r.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        var names = await profiles.NamesAsync(work.Db, [.. found.Select(r => r.ProfileId).Distinct()], work.Canceled);
        return Answer.Ok(page.Of(found, r => RegistrationResource.From(r, names[r.ProfileId]), r => r.Id.Value));
    }

    private static Error UnknownStatus(string given)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, SnakeCase.All<RegistrationStatus>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?status", "unknown_value", detail)) with { OfShape = true };
    }
}
