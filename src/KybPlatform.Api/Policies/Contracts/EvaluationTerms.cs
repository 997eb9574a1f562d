using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>On which terms facts are evaluated here, the same for a decision and for a dry run of it.</summary>
public sealed class EvaluationTerms(IVerificationDesk verifications, IScreeningDesk screening)
{
    /// <param name="db">Of the tenant whose terms they are.</param>
    /// <param name="facts">The whole fact document, verifications included.</param>
    /// <param name="attested">Somebody of the tenant vouched for the policy.</param>
    /// <param name="retryScheduled">A provider that was silent is asked again by itself.</param>
    public async ValueTask<EvaluationOptions> OptionsAsync(PlatformDb db, bool live, ReadOnlyMemory<byte> facts, bool attested, bool retryScheduled, bool trace, CancellationToken ct) =>
        new(live, attested, trace, new PlainDomainFunctions(), verifications.AvailableTo(live, facts), retryScheduled) { UsualThreshold = await screening.UsualThresholdAsync(db, db.Tenant!.Value, ct) };
}
