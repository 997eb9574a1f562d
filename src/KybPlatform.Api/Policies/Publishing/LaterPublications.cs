using KybPlatform.Api.Http;
using KybPlatform.Api.Policies.Adoption;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.InForce;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>
/// What is scheduled for later was approved over what lies below it today. Nothing may be slipped in between that makes another content of it, or
/// that a base or pack which comes later would have changed.
/// </summary>
internal sealed class LaterPublications(TenantPolicies tenants)
{
    /// <summary>One that the base or pack would change though it was approved without it; null where there is none.</summary>
    public async Task<PolicyPublication?> RestingAsync(Work work, Examined examined, IReadOnlyList<PolicyPublication> later)
    {
        // Another pack that comes later was approved over the one of today.
        if (examined.Adopts is not null && later.FirstOrDefault(p => p.Key == PackAdoption.Key) is { } pack) return pack;
        foreach (var publication in later.Where(p => !p.IsBase))
        {
            if (await Drafts.FindAsync(work.Db, publication.Key, publication.Number, work.Canceled) is not { } version) continue;
            var then = await tenants.AtAsync(work.Tenant, publication.EffectiveFrom!.Value, work.Canceled);
            if (then.Own.Any(p => p.Key == examined.Document.Key && p.EffectiveFrom > work.Now)) continue;
            var layers = (await Drafts.LayersAsync(work.Db, then, work.Canceled, examined.Adopts)).With(Drafts.DocumentOf(version));
            if (examined.Adopts is null) layers = layers.With(examined.Document);
            if (layers.Resolve(version.Key).ContentHash != version.ContentHash) return publication;
        }
        return null;
    }

    /// <summary>A later publication of a base or pack on which the version would say something else, while it is still in force; null where there is none.</summary>
    public async Task<PolicyPublication?> ChangingAsync(Work work, PolicyVersion version, DateTimeOffset from)
    {
        if (await tenants.TimelineAsync(work.Tenant, work.Canceled) is not { } timeline) return null;
        foreach (var moment in timeline.Moments.Where(m => m.From > from))
        {
            if (moment.Publications.Any(p => p.Key == version.Key && p.EffectiveFrom > from)) return null;
            if (moment.Publications.FirstOrDefault(p => p.EffectiveFrom == moment.From && p.IsBase) is not { } below) continue;
            var layers = (await Drafts.LayersAsync(work.Db, await tenants.AtAsync(work.Tenant, moment.From, work.Canceled), work.Canceled)).With(Drafts.DocumentOf(version));
            if (layers.Resolve(version.Key).ContentHash != version.ContentHash) return below;
        }
        return null;
    }
}
