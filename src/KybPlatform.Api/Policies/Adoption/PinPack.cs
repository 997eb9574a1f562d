using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Api.Policies.Publishing;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Adoption;

/// <summary>The pack that lies below a tenant's policies.</summary>
/// <param name="Version">The one in force.</param>
/// <param name="Pinned">The tenant stays on it when a newer one is shipped.</param>
/// <param name="Adopted">It is in force by a publication, whose number this is; null where it never took one.</param>
/// <param name="Shipped">The one of this build.</param>
/// <param name="Available">All that a tenant can be on.</param>
public sealed record PackResource(string Version, bool Pinned, int? Adopted, string Shipped, IReadOnlyList<string> Available);

/// <summary>The pack in force, to stay on it; null follows whatever is shipped.</summary>
public sealed record PackPin(string? Version);

internal sealed class PackPinValidator : AbstractValidator<PackPin>
{
    public PackPinValidator() => RuleFor(p => p.Version).MaximumLength(60);
}

/// <summary>
/// Says which pack the tenant is on, and keeps it there or lets it follow what is shipped. Neither changes what is in force at that moment:
/// another pack is adopted by a publication, and whoever adopted one stays in charge of it.
/// </summary>
internal static class PinPack
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("/pack", GetAsync).Requires(Scopes.PoliciesRead).WithSummary("Which pack lies below the tenant's policies").Produces<PackResource>();
        policies.MapPut("/pack", PinAsync).Requires(Scopes.PoliciesApprove).WithSummary("Stay on the pack in force, or follow what is shipped").Produces<PackResource>().ProducesRefusals(400, 413, 415)
            .Refuses(403, "person_required", "A service's key cannot do this.").Refuses(409, "adoption_required", "It would change what is in force: adopt it by a publication.")
            .Refuses(422, "unknown_pack", "There is no such pack.").ExampleRequest("""{ "version": null }""");
    }

    private static async Task<IResult> GetAsync(Work work, IPolicyBook book)
    {
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var layer = await work.Db.Set<PolicyLayer>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == work.Tenant, work.Canceled);
        return Answer.Ok(View(inForce, layer?.PackVersion, await AvailableAsync(work)));
    }

    private static async Task<IResult> PinAsync(Body<PackPin> body, Work work, IPolicyBook book, TenantPolicies tenants, PolicyWatch watch)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        var (wanted, available) = (body.Value.Version, await AvailableAsync(work));
        if (wanted is not null && !available.Contains(wanted)) return Refused.Because(PolicyErrors.UnknownPack(wanted, available, "/version"));
        var (layer, _) = await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        await book.RenewAsync(work.Tenant, work.Canceled);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        // A publication that waits for its instant was approved over the pack of today.
        var published = await work.Db.Set<PolicyPublication>().AnyAsync(p => p.Key == PackAdoption.Key && p.PublishedAt != null && p.WithdrawnAt == null, work.Canceled);
        if (published || inForce.Pack.Version != (wanted ?? PolicyPack.Shipped.Version)) return await work.RefuseAsync(PolicyErrors.AdoptionRequired(inForce.Pack.Version));
        // Pinned once more it stays since the first time.
        if (layer.PackVersion != wanted) (layer.PackVersion, layer.PinnedAt) = (wanted, wanted is null ? null : tenants.RealNow);
        work.Record("policy_pack.pinned", wanted ?? "shipped", details: new { version = wanted });
        await work.Db.CommitAsync(work.Canceled);
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        await watch.TellAsync(work.Tenant, CancellationToken.None);
        return Answer.Ok(View(inForce, wanted, available));
    }

    private static PackResource View(PoliciesInForce inForce, string? pinned, IReadOnlyList<string> available) =>
        new(inForce.Pack.Version, inForce.Adopted is not null || pinned is not null, inForce.Adopted?.Number, PolicyPack.Shipped.Version, available);

    /// <summary>Every pack that this platform has been shipped with since it was set up, by version.</summary>
    internal static async Task<IReadOnlyList<string>> AvailableAsync(Work work) =>
        Ordered((await work.Db.Set<ShippedPack>().AsNoTracking().Select(p => p.Version).ToListAsync(work.Canceled)).Append(PolicyPack.Shipped.Version));

    /// <summary>Each once, oldest first: 2026.11.10 comes after 2026.11.9.</summary>
    internal static IReadOnlyList<string> Ordered(IEnumerable<string> versions) =>
        [.. versions.Distinct(StringComparer.Ordinal).OrderBy(v => Version.TryParse(v, out var read) ? read : new Version()).ThenBy(v => v, StringComparer.Ordinal)];
}
