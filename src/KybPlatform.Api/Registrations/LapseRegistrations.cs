using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Validity that ended and deadlines that passed: the check says no from that instant by itself, the status and its event follow within a minute.</summary>
internal sealed class LapseRegistrations : ITenantSweep
{
    private const int AtOnce = 200;
    // A change of policy gives many the same deadline; what is left has its turn a minute later.
    private const int MostTurns = 50;

    public async Task RunAsync(TenantWork work, CancellationToken ct)
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var due = await work.Db.Set<SenderRegistration>()
                .Where(r => ((r.Status == RegistrationStatus.Active || r.Status == RegistrationStatus.ActionRequired) && r.ValidUntil <= work.Now)
                    || (r.Status == RegistrationStatus.ActionRequired && r.Deadline <= work.Now))
                .OrderBy(r => r.Id).Take(AtOnce).ToListAsync(ct);
            foreach (var registration in due)
                if (registration.Lapse(work.Now))
                    work.Db.Record(Actor.Automation, work.Now, $"sender_registration.{SnakeCase.Of(registration.Status)}", registration.Id.ToString(),
                        details: new { requirements = registration.UnmetItems.Where(u => u.Deadline <= work.Now).Select(u => new { u.Kind, u.Key, u.Reason }) });
            await work.Db.CommitAsync(ct);
            if (due.Count < AtOnce) return;
            work.Db.ChangeTracker.Clear();
        }
    }
}
