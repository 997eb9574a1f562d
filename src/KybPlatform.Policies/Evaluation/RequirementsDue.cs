using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Who has to do something.</summary>
public enum Awaiting
{
    Applicant,
    Platform,
    Reviewer,
}

/// <summary>Which words of which policy ask for something.</summary>
public sealed record Clause(string Policy, int Version, string Key, IReadOnlyList<PolicySource> Sources);

/// <summary>One thing that is due. <see cref="Path"/> is a fact path, empty when about the submission as a whole; <see cref="Blocks"/> says what cannot happen before.</summary>
public sealed record DueItem(string Path, string Requirement, ReasonCode Reason, Awaiting Awaiting, string Blocks, Clause Clause, DateTimeOffset? Deadline);

/// <summary>What was given and is wrong.</summary>
public sealed record DueError(string Code, string Reason, string Requirement, string Path);

/// <summary>One of these is enough.</summary>
public sealed record DueAlternatives(string Requirement, IReadOnlyList<string> AnyOf);

/// <summary>
/// What is due, in the buckets that Stripe's requirements object made common: now from the applicant, later perhaps, too late, under way, and what was wrong.
/// <see cref="Deadline"/> is the earliest of all, null when none is set.
/// </summary>
public sealed record RequirementsDue(
    IReadOnlyList<DueItem> CurrentlyDue, IReadOnlyList<DueItem> EventuallyDue, IReadOnlyList<DueItem> PastDue, IReadOnlyList<DueItem> PendingVerification,
    IReadOnlyList<DueError> Errors, IReadOnlyList<DueAlternatives> Alternatives, DateTimeOffset? Deadline)
{
    internal static RequirementsDue Of(PolicyEvaluation evaluation)
    {
        var (current, eventual, past, pending) = (new List<DueItem>(), new List<DueItem>(), new List<DueItem>(), new List<DueItem>());
        var (errors, alternatives) = (new List<DueError>(), new List<DueAlternatives>());
        var asked = evaluation.Requirements.Where(r => !WaitsForFacts(r) && r.Contribution == Outcome.RequestInformation).SelectMany(r => r.Invalid).Select(i => i.Path).ToHashSet(StringComparer.Ordinal);
        DateTimeOffset? earliest = null;
        foreach (var result in evaluation.Requirements)
        {
            if (result.Outcome is RequirementOutcome.Passed or RequirementOutcome.NotApplicable) continue;
            DateTimeOffset? deadline = evaluation.Options.Deadlines.TryGetValue(result.Key, out var until) ? until : null;
            if (deadline is not null && (earliest is null || deadline < earliest)) earliest = deadline;
            var bucket = Bucket(result, evaluation, deadline, current, eventual, past, pending);
            bucket.AddRange(Items(evaluation.Policy, result, deadline).Where(i => !WaitsForFacts(result) || asked.Add(i.Path)));
            if (result.Outcome == RequirementOutcome.Failed) errors.AddRange(result.Invalid.Select(i => new DueError(i.Code, ReasonCodes.Get(i.Code).Applicant, result.Key, i.Path)));
            if (result.Contribution == Outcome.RequestInformation && AnyOf(result.Requirement) is { Count: > 1 } anyOf) alternatives.Add(new DueAlternatives(result.Key, anyOf));
        }

        // What is asked for anyway is asked for once.
        foreach (var path in evaluation.Options.Undecided.Where(p => !current.Exists(i => i.Path == p) && !past.Exists(i => i.Path == p)))
            current.Add(new DueItem(path, "scope", ReasonCodes.Get("field_missing"), Awaiting.Applicant, "decision", new Clause(evaluation.Policy.Key, evaluation.Policy.Version, "scope", []), null));

        return new RequirementsDue(current, eventual, past, pending, errors, alternatives, earliest);
    }

    /// <summary>A verification that lacks what it would look at asks for it only where nothing else does.</summary>
    private static bool WaitsForFacts(RequirementResult result) => result is { Kind: RequirementKind.Verification, Outcome: RequirementOutcome.Missing };

    private static List<DueItem> Bucket(
        RequirementResult result, PolicyEvaluation evaluation, DateTimeOffset? deadline, List<DueItem> current, List<DueItem> eventual, List<DueItem> past, List<DueItem> pending)
    {
        if (result.Contribution != Outcome.RequestInformation) return pending;
        if (result.Outcome == RequirementOutcome.Unknown) return eventual;
        return deadline?.ToUnixTimeSeconds() <= evaluation.Facts.Now ? past : current;
    }

    private static IEnumerable<DueItem> Items(ResolvedPolicy policy, RequirementResult result, DateTimeOffset? deadline)
    {
        var clause = ClauseOf(policy, result.Requirement);
        var awaiting = result.Contribution switch
        {
            Outcome.RequestInformation => Awaiting.Applicant,
            Outcome.Pending => Awaiting.Platform,
            _ => Awaiting.Reviewer,
        };
        if (result.Outcome == RequirementOutcome.Unknown && result.Invalid.Count == 0)
            return result.Compiled.CollectedPaths.DefaultIfEmpty("").Select(p => new DueItem(p, result.Key, result.Reason!, awaiting, "decision", clause, deadline));
        return result.Invalid.Select(i => new DueItem(i.Path, result.Key, ReasonCodes.Get(i.Code), awaiting, "decision", clause, deadline));
    }

    internal static Clause ClauseOf(ResolvedPolicy policy, Requirement requirement) => new(policy.Key, policy.Version, requirement.Key, requirement.Sources);

    private static IReadOnlyList<string> AnyOf(Requirement requirement) => requirement switch
    {
        FieldRequirement field => field.Paths,
        AddressRequirement address => address.Paths,
        IdentifierRequirement identifier => identifier.Schemes,
        DocumentRequirement document => [.. document.AnyOf.Select(a => a.Type).Distinct(StringComparer.Ordinal)],
        _ => [],
    };
}
