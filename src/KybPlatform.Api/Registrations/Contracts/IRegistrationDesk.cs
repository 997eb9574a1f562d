using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Registrations.Contracts;

/// <summary>What an approval permits.</summary>
/// <param name="ValidUntil">Null where it does not lapse by itself.</param>
public sealed record Permission(
    Guid Profile, string Country, string SenderType, IReadOnlyList<string> Senders, Guid Inquiry, DecisionId Decision,
    string? PolicyKey, int? PolicyVersion, string? PolicyHash, DateTimeOffset? ValidUntil);

/// <summary>A registration that the applicant holds, as facts tell it.</summary>
public sealed record HeldRegistration(string Policy, string Status, string Country, string SenderType);

/// <summary>What other capabilities ask of sender registrations.</summary>
public interface IRegistrationDesk
{
    /// <summary>Makes or renews the registration of this profile, country and sender type, in the unit of work.</summary>
    Task<SenderRegistrationId> ApproveAsync(PlatformDb db, Actor actor, Permission permission, DateTimeOffset now, CancellationToken ct);

    Task<IReadOnlyList<HeldRegistration>> HeldAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>What telling the profile's registrations, and approving one more, will read.</summary>
    IReadOnlyList<PlannedRead> Reads(Guid profile);

    /// <summary>The profile's permissions that a change can touch: all that were not ended.</summary>
    Task<IReadOnlyList<StandingRegistration>> StandingAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>Puts the conclusion into the unit of work, with its event. A deadline that runs already is kept.</summary>
    Task ReassessAsync(PlatformDb db, SenderRegistrationId id, Reassessment reassessment, DateTimeOffset now, CancellationToken ct);
}
