using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>
/// One policy version as its author wrote it: structurally checked, its bases not yet merged in. <see cref="Json"/> is the same content as JSON,
/// which is what resolution merges and hashes.
/// </summary>
public sealed record PolicyDocument
{
    public required string Key { get; init; }
    public required int Version { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>A base is reached through <see cref="Extends"/> only; its scope is never matched.</summary>
    public bool IsBase { get; init; }

    public PolicyScope Scope { get; init; } = PolicyScope.Everything;
    public IReadOnlyList<string> Extends { get; init; } = [];

    /// <summary>The key of the pack's document that this one is laid over, taking its place; null where it stands for itself.</summary>
    public string? Overlays { get; init; }

    /// <summary>It lies over a document of the pack and says nothing itself: what that one says on the bases that are in force here.</summary>
    public bool IsBareOverlay => Overlays is not null && Json.All(m => m.Key is "key" or "version" or "overlays");

    public bool NotOffered { get; init; }
    public Certainty Certainty { get; init; }
    public IReadOnlyList<PolicySource> Sources { get; init; } = [];
    public IReadOnlyList<Requirement> Requirements { get; init; } = [];
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];
    public IReadOnlyList<RiskFactor> Risk { get; init; } = [];
    public RiskThresholds Thresholds { get; init; } = RiskThresholds.None;
    public IReadOnlyList<DecisionTable> Tables { get; init; } = [];
    public RegistrationTerms Registration { get; init; } = new(null, null);
    public ReviewTerms Review { get; init; } = ReviewTerms.None;
    public IReadOnlyList<PolicyTest> Tests { get; init; } = [];
    public required JsonObject Json { get; init; }
}

/// <summary>How well something is known. Higher is weaker; anything above documented gives no automatic approval to a live tenant until attested.</summary>
public enum Certainty
{
    Documented,
    Reported,
    Inferred,
    Unknown,
}

/// <summary>
/// Where a requirement comes from, and when that page was read. <see cref="AsOf"/> is the state that the page itself claims, where that is older than the day it was read;
/// the age of what is known counts from there.
/// </summary>
public sealed record PolicySource(string Title, string? Url, DateOnly Retrieved, Certainty Certainty, string? Note, DateOnly? AsOf = null);

/// <summary>An outcome that follows when <see cref="When"/> holds. A condition that ends unknown or in an error never counts as false.</summary>
public sealed record PolicyRule(string Key, string? Title, string When, Outcome Outcome, string Reason, bool Retryable, Certainty Certainty, IReadOnlyList<PolicySource> Sources);

/// <summary>Points that are added when <see cref="When"/> holds. A condition that ends unknown is never 0 points: it leads to review at least.</summary>
public sealed record RiskFactor(string Key, string? Title, string When, int Points, string Reason);

/// <summary>From how many points on an outcome follows; null means never.</summary>
public sealed record RiskThresholds(int? Review, int? Decline)
{
    public static RiskThresholds None { get; } = new(null, null);
}

/// <summary>
/// What an approval gives: how long it lasts, and how long an existing sender has when a later version asks for more. Null leaves it to the tenant.
/// <see cref="Downstream"/> and <see cref="ProcessingWorkingDays"/> (usual, at most) are about what networks and registries do afterwards; null where that is not known.
/// </summary>
public sealed record RegistrationTerms(int? ValidForDays, int? GraceDaysOnChange, DownstreamRegistration? Downstream = null, int? ProcessingWorkingDays = null);

/// <summary>How persons decide what goes to review. <see cref="FourEyes"/>: two of them say the same; cases may ask for it beside the policy, and never for less.</summary>
public sealed record ReviewTerms(bool FourEyes)
{
    public static ReviewTerms None { get; } = new(false);
}

/// <summary>Whether a sender that was approved here must still be registered with networks, a registry or a regulator before it works.</summary>
public enum DownstreamRegistration
{
    None,
    Available,
    Recommended,
    SomeNetworks,
    Required,
}
