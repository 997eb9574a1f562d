using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Registrations.Contracts;

/// <summary>What an approval permits.</summary>
/// <param name="Cell">What the policy is looked up for, now and whenever policies change.</param>
/// <param name="Accepted">What spoke against it and a person let pass; empty where the policy itself approved.</param>
/// <param name="ValidUntil">Null where it does not lapse by itself.</param>
public sealed record Permission(
    Guid Profile, PolicyQuery Cell, IReadOnlyList<string> Senders, Guid Inquiry, DecisionId Decision,
    string? PolicyKey, int? PolicyVersion, string? PolicyHash, IReadOnlyList<Unmet> Accepted, DateTimeOffset? ValidUntil);

/// <summary>A registration that the applicant holds, as facts tell it.</summary>
public sealed record HeldRegistration(string Policy, string Status, string Country, string SenderType);

/// <summary>What other capabilities ask of sender registrations.</summary>
public interface IRegistrationDesk
{
    /// <summary>Makes or renews the registration of this profile, country and sender type, in the unit of work.</summary>
    Task<SenderRegistrationId> ApproveAsync(PlatformDb db, Actor actor, Permission permission, DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes back what an approval made of a registration: one that it created is revoked, one that it renewed is what it was before.</summary>
    Task UndoAsync(PlatformDb db, Actor actor, SenderRegistrationId id, DecisionId decision, DateTimeOffset now, CancellationToken ct);

    Task<IReadOnlyList<HeldRegistration>> HeldAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>What telling the profile's registrations, and approving one more, will read.</summary>
    IReadOnlyList<PlannedRead> Reads(Guid profile);

    /// <summary>The profile's permissions that a change can touch: all that were not ended.</summary>
    Task<IReadOnlyList<StandingRegistration>> StandingAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>Those of the profiles that have a permission which a change can touch.</summary>
    Task<HashSet<Guid>> HoldersAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct);

    /// <summary>What is looked up for the tenant's permissions, each combination once, with the hash that they were vetted by and how many they are.</summary>
    Task<IReadOnlyList<(VettedCell Vetted, int Registrations)>> CellsAsync(PlatformDb db, CancellationToken ct);

    /// <summary>Permissions of a cell, by id.</summary>
    /// <param name="after">The last id of the page before; null for the first.</param>
    Task<IReadOnlyList<StandingRegistration>> OfCellsAsync(PlatformDb db, IReadOnlyCollection<VettedCell> cells, Guid? after, int most, CancellationToken ct);

    /// <summary>Notes that the permission was held against what is in force, whose conclusion a promised job brings. Until then it says so of itself.</summary>
    /// <param name="unevaluable">Nothing can be made of its evidence: that is told as an event.</param>
    Task PromisedAsync(PlatformDb db, SenderRegistrationId id, PolicyQuery cell, string vettedBy, bool unevaluable, DateTimeOffset now, CancellationToken ct);

    /// <summary>Reads the permission before it is assessed: where somebody else concludes meanwhile, of newer facts, the commit of what follows is refused.</summary>
    Task WatchAsync(PlatformDb db, SenderRegistrationId id, CancellationToken ct);

    /// <summary>Puts the conclusion into the unit of work, with its event. A deadline that runs already is kept.</summary>
    Task ReassessAsync(PlatformDb db, SenderRegistrationId id, Reassessment reassessment, DateTimeOffset now, CancellationToken ct);
}
