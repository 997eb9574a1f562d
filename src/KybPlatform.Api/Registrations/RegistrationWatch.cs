using KybPlatform.Api.Jobs;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Registrations whose deadline or validity is over and whose status does not say so yet.</summary>
internal sealed class RegistrationWatch : ITenantWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct)
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
