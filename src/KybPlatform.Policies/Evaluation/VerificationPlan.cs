namespace KybPlatform.Policies;

/// <summary>
/// One verification to run: of this subject, at least these checks (none named: the whole), on these lists (none named: all that are loaded), no older
/// than this, with at most this threshold. <see cref="Requirements"/> are the keys that wait for it.
/// </summary>
public sealed record PlannedVerification(
    string Type, string Subject, IReadOnlyList<string> Checks, IReadOnlyList<string> Lists, int? MaxListAgeDays, int? MaxAgeDays, IReadOnlyList<string> Requirements,
    double? Threshold = null);

/// <summary>What must be run before the facts can be decided on, each once, in the order in which the policy asks.</summary>
public sealed record VerificationPlan(IReadOnlyList<PlannedVerification> Verifications);

/// <summary>Gathers what requirements want run; one type and subject is one verification, with the strictest terms.</summary>
internal sealed class PlanBuilder
{
    private readonly OrderedDictionary<(string Type, string Subject), PlannedVerification> _planned = [];

    /// <summary>Key of the requirement that is asking.</summary>
    public string Requirement { get; set; } = "";

    public void Add(VerificationTerms terms, string subject, IReadOnlyList<string> checks)
    {
        var key = (terms.Type, subject);
        _planned[key] = _planned.TryGetValue(key, out var known)
            ? known with
            {
                Checks = Both(known.Checks, checks),
                Lists = Both(known.Lists, terms.Lists),
                MaxListAgeDays = Least(known.MaxListAgeDays, terms.MaxListAgeDays),
                MaxAgeDays = Least(known.MaxAgeDays, terms.MaxAgeDays),
                Threshold = Least(known.Threshold, terms.Threshold),
                Requirements = [.. known.Requirements.Append(Requirement).Distinct(StringComparer.Ordinal)],
            }
            : new PlannedVerification(terms.Type, subject, checks, terms.Lists, terms.MaxListAgeDays, terms.MaxAgeDays, [Requirement], terms.Threshold);
    }

    public VerificationPlan Build() => new([.. _planned.Values]);

    // None named is all that there are.
    private static IReadOnlyList<string> Both(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.Count == 0 || b.Count == 0 ? [] : [.. a.Union(b, StringComparer.Ordinal)];

    private static T? Least<T>(T? a, T? b) where T : struct, IComparable<T> => a is null ? b : b is null || a.Value.CompareTo(b.Value) <= 0 ? a : b;
}
