using System.Text.Json;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Evaluates what permissions rest on by a policy that is not in force yet.</summary>
internal sealed class PolicyImpact(Dossiers dossiers, Evaluations evaluations, IVerificationDesk verifications) : IPolicyImpact
{
    public async Task<IReadOnlyList<Unmet>?> NewlyUnmetAsync(
        TenantWork work, StandingRegistration standing, PoliciesInForce inForce, PolicyCatalog after, CancellationToken ct)
    {
        var inquiry = await work.Db.Set<Inquiry>().AsNoTracking().SingleAsync(i => i.Id == new InquiryId(standing.Inquiry), ct);
        if (await dossiers.ReadAsync(work, inquiry, ct) is not { } dossier) return null;
        using var facts = JsonDocument.Parse(dossier.Facts);
        async Task<IReadOnlyList<Unmet>> ByAsync(PolicyCatalog catalog)
        {
            if (catalog.Resolve(standing.Cell!) is not { } policy) return [Reassessor.NoPolicy];
            var orders = await evaluations.OrdersAsync(work, policy, dossier.Facts, ct);
            var known = dossier.With(await verifications.ReadAsync(work, inquiry.ProfileId, facts.RootElement, orders, ct));
            return (await evaluations.JudgeAsync(work.Db, policy, dossier, known, inForce.IsAttested(policy), catalog.Undecided(standing.Cell!), work.Live, retryScheduled: false, ct)).Unmet;
        }
        // The same entry for another reason is nothing new.
        var lacked = (await ByAsync(inForce.Catalog)).Select(u => (u.Kind, u.Key)).ToHashSet();
        return [.. (await ByAsync(after)).Where(u => !lacked.Contains((u.Kind, u.Key)))];
    }

    public async Task<int> OpenInquiriesAsync(PlatformDb db, Func<PolicyQuery, bool> changed, CancellationToken ct) =>
        (await WaitingInquiries.CellsAsync(db, ct)).Where(c => changed(c.Cell)).Sum(c => c.Inquiries);
}
