using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Registrations whose deadline or validity is over and whose status does not say so yet, and those that no conclusion came of after a change.</summary>
internal sealed class RegistrationWatch : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    // A provider that is silent is asked again for half an hour.
    private static readonly TimeSpan Unvetted = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct) => [.. await OverdueAsync(work, ct), .. await UnvettedAsync(work, ct)];

    private static async Task<IReadOnlyList<Sighting>> UnvettedAsync(TenantWork work, CancellationToken ct)
    {
        var before = work.Now - Unvetted;
        var found = await work.Db.Set<SenderRegistration>().AsNoTracking().Where(r => r.UnvettedSince < before)
            .GroupBy(_ => 1).Select(g => new { Count = g.LongCount(), Since = g.Min(r => r.UnvettedSince) }).SingleOrDefaultAsync(ct);
        return found is null ? [] : [new Sighting("registrations_unvetted", "sender_registrations", found.Count, found.Since!.Value)];
    }

    private static async Task<IReadOnlyList<Sighting>> OverdueAsync(TenantWork work, CancellationToken ct)
    {
        var before = work.Now - Patience;
        var late = work.Db.Set<SenderRegistration>().AsNoTracking()
            .Where(r => ((r.Status == RegistrationStatus.Active || r.Status == RegistrationStatus.ActionRequired) && r.ValidUntil < before) || (r.Status == RegistrationStatus.ActionRequired && r.Deadline < before));
        var found = await late.GroupBy(_ => 1).Select(g => new { Count = g.LongCount(), Valid = g.Min(r => r.ValidUntil), Deadline = g.Min(r => r.Deadline) }).SingleOrDefaultAsync(ct);
        if (found is null) return [];
        var since = found.Valid is null || found.Deadline < found.Valid ? found.Deadline!.Value : found.Valid.Value;
        return [new Sighting("registrations_overdue", "sender_registrations", found.Count, since)];
    }
}
