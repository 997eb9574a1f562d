using System.Text.Json;
using KybPlatform.Api.Jobs;

namespace KybPlatform.Api.Verifications.Contracts;

/// <summary>Where one verification stands. <c>inconclusive</c>: the provider, list or dataset could not answer; never the applicant's failure.</summary>
public enum VerificationStatus { Pending, Running, Passed, Failed, Inconclusive, Canceled, Expired }

/// <summary>How one named check inside a verification ended. <c>not_applicable</c>: there is no such thing to check, for example no check digit; it stands for passed.</summary>
public enum CheckOutcome { Passed, Failed, Inconclusive, NotApplicable }

/// <summary>A list or dataset that an answer rests on, and how far it can be relied upon.</summary>
/// <param name="PublishedAt">Null where the publisher's date is not known, which never counts as fresh.</param>
/// <param name="CheckedAt">When the publisher last offered this very issue: so long it was the newest, however old it is.</param>
public sealed record ListUse(string Key, string Snapshot, DateTimeOffset? PublishedAt, bool Complete, bool Sample, DateTimeOffset? CheckedAt = null);

/// <summary>One question to one provider.</summary>
/// <param name="Subject"><c>business</c>, <c>individual</c>, <c>people/&lt;id&gt;</c>, <c>documents/&lt;requirement&gt;</c> or <c>identifiers/&lt;scheme&gt;</c>.</param>
/// <param name="Facts">The whole fact document.</param>
/// <param name="About">The part of it that the subject names; undefined where it is not there.</param>
/// <param name="Checks">The named checks that the policy asks for; empty for all that the provider has.</param>
/// <param name="Lists">The lists that the policy asks for, where the type screens against lists.</param>
/// <param name="Profile">The profile that the facts belong to.</param>
/// <param name="Threshold">From which score on a listed party is a match, where the type scores; null for what the tenant set.</param>
public sealed record VerificationRequest(
    TenantWork Work, string Subject, JsonElement Facts, JsonElement About, IReadOnlyList<string> Checks, IReadOnlyList<string> Lists, Guid Profile,
    double? Threshold = null);

/// <summary>What a provider says.</summary>
/// <param name="Evidence">What it saw, to be kept sealed as JSON; null where the checks say it all.</param>
/// <param name="Sample">It rests on shipped samples: it clears nobody in a live tenant.</param>
/// <param name="ValidFor">How long the answer may be relied upon; null for as long as the facts stay.</param>
/// <param name="Retry">The provider could not answer now and may later.</param>
/// <param name="Threshold">From which score on it took a listed party for a match; null where it does not score.</param>
public sealed record VerificationAnswer(
    VerificationStatus Status, IReadOnlyDictionary<string, CheckOutcome> Checks, string? ReasonCode = null, object? Evidence = null,
    IReadOnlyList<ListUse>? Lists = null, bool Sample = false, string? DataVersion = null, TimeSpan? ValidFor = null, bool Retry = false,
    double? Threshold = null)
{
    /// <summary>Passed if all checks did, failed if any did, else inconclusive; no check at all passes nothing.</summary>
    public static VerificationAnswer Of(IReadOnlyDictionary<string, CheckOutcome> checks, string? reasonCode = null, object? evidence = null) =>
        new(checks.Values.Any(c => c == CheckOutcome.Failed) ? VerificationStatus.Failed
            : checks.Count > 0 && checks.Values.All(c => c is CheckOutcome.Passed or CheckOutcome.NotApplicable) ? VerificationStatus.Passed : VerificationStatus.Inconclusive,
            checks, reasonCode, evidence);
}

/// <summary>Answers one type of verification. Called outside transactions; may be called twice for the same question.</summary>
public interface IVerificationProvider
{
    /// <summary>The type: <c>identifier</c>, <c>phone</c>, <c>sanctions_screening</c>, …</summary>
    string Type { get; }

    /// <summary>Who answers, as kept with the answer: <c>builtin.phone</c>.</summary>
    string Name { get; }

    /// <summary>What it is for, in a sentence.</summary>
    string Description { get; }

    /// <summary>The named checks inside.</summary>
    IReadOnlyList<string> Checks { get; }

    /// <summary>What it can be asked about: <c>business</c>, <c>people/&lt;id&gt;</c>, ….</summary>
    IReadOnlyList<string> Subjects { get; }

    /// <summary>The facts of the subject that it reads.</summary>
    IReadOnlyList<string> Facts { get; }

    /// <summary>False where the type has checks that nobody here can answer; a policy that names those goes by <c>when_unavailable</c>.</summary>
    bool AnswersEveryCheck => true;

    /// <summary>What it can answer now: its checks, or a check for one identifier scheme (<c>register_active:GB:CRN</c>). May change while the process runs.</summary>
    IEnumerable<string> Answers => Checks;

    /// <summary>Whether an earlier answer still says what a new one would, as far as the data behind it goes.</summary>
    /// <param name="dataVersion">What the earlier answer rested on.</param>
    /// <param name="lists">The lists that it was asked for.</param>
    bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => true;

    Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct);
}
