using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Exchange;

/// <summary>The pack that lies below a tenant's policies.</summary>
/// <param name="Version">The one in use.</param>
/// <param name="Pinned">The tenant stays on it when a newer one is shipped.</param>
/// <param name="Shipped">The one of this build.</param>
/// <param name="Available">All that a tenant can be on.</param>
public sealed record PackResource(string Version, bool Pinned, string Shipped, IReadOnlyList<string> Available);

/// <summary>The pack to stay on; null follows whatever is shipped.</summary>
public sealed record PackPin(string? Version);

internal sealed class PackPinValidator : AbstractValidator<PackPin>
{
    public PackPinValidator() => RuleFor(p => p.Version).MaximumLength(60);
}

/// <summary>Says which pack the tenant is on, and pins or frees it. What the tenant published over it stays what it was.</summary>
internal static class PinPack
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("/pack", GetAsync).Requires(Scopes.PoliciesRead).WithSummary("Which pack lies below the tenant's policies").Produces<PackResource>();
        policies.MapPut("/pack", PinAsync).Requires(Scopes.PoliciesApprove).WithSummary("Stay on a pack, or follow what is shipped").Produces<PackResource>().ProducesRefusals(400, 409, 413, 415)
            .Refuses(403, "person_required", "A service's key cannot adopt a pack.").Refuses(422, "unknown_pack", "There is no such pack.").ExampleRequest("""{ "version": null }""");
    }

    private static async Task<IResult> GetAsync(Work work, IPolicyBook book)
    {
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var layer = await work.Db.Set<PolicyLayer>().AsNoTracking().SingleOrDefaultAsync(l => l.TenantId == work.Tenant, work.Canceled);
        return Answer.Ok(new PackResource(inForce.Pack.Version, layer?.PackVersion is not null, PolicyPack.Shipped.Version, await AvailableAsync(work)));
    }

    private static async Task<IResult> PinAsync(Body<PackPin> body, Work work, TenantPolicies tenants, PolicyWatch watch, Signals signals)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        var (wanted, available) = (body.Value.Version, await AvailableAsync(work));
        if (wanted is not null && !available.Contains(wanted)) return Refused.Because(PolicyErrors.UnknownPack(wanted, available));
        var (layer, _) = await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        layer.PackVersion = wanted;
        work.Record("policy_pack.pinned", wanted ?? "shipped", details: new { version = wanted });
        work.Db.Enqueue(PolicyFollowUps.Job, work.Tenant.Value, work.Now);
        await work.Db.CommitAsync(work.Canceled);
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        await watch.TellAsync(work.Tenant, CancellationToken.None);
        signals.Jobs.Set();
        return Answer.Ok(new PackResource(wanted ?? PolicyPack.Shipped.Version, wanted is not null, PolicyPack.Shipped.Version, available));
    }

    private static async Task<IReadOnlyList<string>> AvailableAsync(Work work) =>
        [.. (await work.Db.Set<ShippedPack>().AsNoTracking().Select(p => p.Version).ToListAsync(work.Canceled)).Append(PolicyPack.Shipped.Version).Distinct().Order(StringComparer.Ordinal)];
}
