using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>From when, and which part of the affected registrations to look at.</summary>
/// <param name="EffectiveFrom">Against what is in force at that instant; left out, now.</param>
/// <param name="After">The <c>next_cursor</c> of the answer before.</param>
public sealed record ImpactRequest(DateTimeOffset? EffectiveFrom, int? Limit, string? After);

internal sealed class ImpactRequestValidator : AbstractValidator<ImpactRequest>
{
    public ImpactRequestValidator()
    {
        RuleFor(r => r.Limit).InclusiveBetween(1, 500);
        RuleFor(r => r.After).Must(a => a is null || Cursor.Read(a).Id is not null).WithErrorCode("invalid_cursor").WithMessage("Not a next_cursor of this answer.");
    }
}

/// <summary>A policy that would answer differently.</summary>
public sealed record ImpactPolicy(string Key, int Version, string Hash, string? FormerHash);

/// <summary>How many of the registrations that were looked at would newly lack something.</summary>
public sealed record ImpactUnmet(string Kind, string Key, string Reason, int Registrations);

/// <summary>A registration that would newly lack something.</summary>
public sealed record ImpactRegistration(SenderRegistrationId Id, IReadOnlyList<Unmet> NewlyUnmet, int GraceDays);

/// <summary>What publishing would do, from stored evidence only.</summary>
/// <param name="Policies">All that would change: of a base, whatever stands on it.</param>
/// <param name="RegistrationsAffected">Standing permissions in cells where another policy would answer.</param>
/// <param name="Evaluated">How many of them this answer looked at.</param>
/// <param name="OpenInquiries">Inquiries in those cells that wait for somebody.</param>
public sealed record PolicyImpact(
    IReadOnlyList<ImpactPolicy> Policies, int RegistrationsAffected, int OpenInquiries, int Evaluated, IReadOnlyList<ImpactUnmet> NewlyUnmet, IReadOnlyList<ImpactRegistration> Registrations,
    bool HasMore, string? NextCursor);

/// <summary>Shows before publishing which permissions would lack something afterwards, by requirement.</summary>
internal static class ShowImpact
{
    private const int Usually = 100;

    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/{key}/versions/{version}/impact", HandleAsync).Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("What publishing a version would do to registrations and open inquiries").Produces<PolicyImpact>().ProducesRefusals(400, 404, 413, 415)
            .Refuses(422, "check_failed", "The version does not pass its check.").ExampleRequest("""{ "effective_from": "2026-12-01T00:00:00Z", "limit": 100 }""");

    private static async Task<IResult> HandleAsync(
        string key, string version, [OptionalBody] Body<ImpactRequest> body, Work work, Examiner examiner, IRegistrationDesk registrations, IPolicyImpact impact)
    {
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        var given = body.Value;
        var examined = await examiner.ExamineAsync(work.Db, row, given.EffectiveFrom ?? work.Now, work.Canceled);
        if (!examined.IsSound) return Refused.Because(PolicyErrors.CheckFailed(examined.Issues));
        var (before, after) = (examined.InForce.Catalog, examined.Catalog);
        var cells = (await registrations.CellsAsync(work.Db, work.Canceled)).Where(c => c.Vetted.Cell is { } cell && examined.Changes(cell)).ToList();
        var limit = given.Limit ?? Usually;
        var page = await registrations.OfCellsAsync(work.Db, [.. cells.Select(c => c.Vetted)], given.After is null ? null : Cursor.Read(given.After).Id, limit + 1, work.Canceled);
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        var found = new List<ImpactRegistration>();
        foreach (var standing in page.Take(limit))
        {
            if (await impact.NewlyUnmetAsync(scene, standing, examined.InForce, after, work.Canceled) is { Count: > 0 } unmet)
                found.Add(new ImpactRegistration(standing.Id, unmet, after.Resolve(standing.Cell!)?.Registration.GraceDaysOnChange ?? Revetting.UsualGraceDays));
        }
        return Answer.Ok(new PolicyImpact(
            [.. Changed(examined).Select(p => new ImpactPolicy(p.Key, p.Version, p.Hash, before.Find(p.Key)?.Hash))], cells.Sum(c => c.Registrations),
            await impact.OpenInquiriesAsync(work.Db, examined.Changes, work.Canceled), Math.Min(page.Count, limit),
            [.. found.SelectMany(r => r.NewlyUnmet).GroupBy(u => u).Select(g => new ImpactUnmet(g.Key.Kind, g.Key.Key, g.Key.Reason, g.Count())).OrderByDescending(u => u.Registrations).ThenBy(u => u.Key, StringComparer.Ordinal)],
            found, page.Count > limit, page.Count > limit ? Cursor.Write(page[limit - 1].Id.Value) : null));
    }

    // Of another pack, everything in it that is not what answers today.
    private static IEnumerable<ResolvedPolicy> Changed(Examined examined) =>
        examined.Adopts is null ? examined.Policies : examined.Catalog.All.Where(p => examined.InForce.Catalog.Find(p.Key)?.Hash != p.Hash);
}
