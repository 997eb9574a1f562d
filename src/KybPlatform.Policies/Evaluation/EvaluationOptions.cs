namespace KybPlatform.Policies;

/// <summary>
/// What an evaluation depends on besides facts and policy. <see cref="Live"/>: samples clear nobody, and weak certainty gives no approval unless <see cref="Attested"/>.
/// <see cref="AvailableProviders"/> names verification types (<c>phone</c>), single checks (<c>identifier.register_active</c>) or a check for one identifier
/// scheme (<c>identifier.register_active:GB:CRN</c>) that somebody here can answer; a requirement that names no checks needs the
/// type, or <c>identifier.*</c>: the type as a whole can be answered, though not every check of it. <see cref="RetryScheduled"/>: an unknown may still become known by itself.
/// </summary>
public sealed record EvaluationOptions(
    bool Live, bool Attested, bool Trace, IDomainFunctions Functions, IReadOnlySet<string> AvailableProviders, bool RetryScheduled)
{
    /// <summary>
    /// From which score on a listed party is a match where a requirement does not say it, 0 to 1; null where nobody says it, as in receipts from before it was
    /// kept: then a pass that does not tell with which threshold it was made is taken as it is.
    /// </summary>
    public double? UsualThreshold { get; init; }

    /// <summary>A pass that does not tell with which threshold it was made is taken as made on the policy's own terms, also where <see cref="UsualThreshold"/> says one.</summary>
    public bool SilentThreshold { get; init; }

    /// <summary>Facts that would have to be known to say that no more specific policy answers for the submission, from <see cref="PolicyCatalog.Undecided"/>. While there are any, they are asked for and nobody is approved.</summary>
    public IReadOnlyList<string> Undecided { get; init; } = [];

    /// <summary>
    /// What all expressions of the evaluation may cost together, in the units of <see cref="Expressions.CelLimits.MaxCost"/>: some ten that use up all an expression may. What
    /// comes after that ends in an error, and so goes to a person.
    /// </summary>
    internal long MostCost { get; init; } = 2_500_000;

    /// <summary>By when an unmet requirement must be met, by requirement key; from a publication that asks for more than before.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Deadlines { get; init; } = new Dictionary<string, DateTimeOffset>();
}
