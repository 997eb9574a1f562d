namespace KybPlatform.Policies.Documents;

/// <summary>
/// Which submissions a policy is for. A part that is null is not looked at; every stated part must match. A fallback answers only where no other
/// policy matches, however little that one states.
/// </summary>
public sealed record PolicyScope(
    string? Country = null, string? Region = null, string? SenderType = null, string? Applicant = null,
    string? UseCase = null, string? Origin = null, string? Purpose = null, bool Fallback = false)
{
    public static PolicyScope Everything { get; } = new();

    /// <summary>Larger is more specific. The order purpose, origin, use case, applicant, sender type, country, region is strict: one part outweighs all after it. Fallbacks come last.</summary>
    public int Specificity =>
        (Fallback ? -128 : 0)
        + (Purpose is null ? 0 : 64) + (Origin is null ? 0 : 32) + (UseCase is null ? 0 : 16) + (Applicant is null ? 0 : 8)
        + (SenderType is null ? 0 : 4) + (Country is null ? 0 : 2) + (Region is null ? 0 : 1);

    /// <summary>The facts that would have to be known to say whether the policy is for this submission; empty where that is plain, either way.</summary>
    internal IReadOnlyList<string> Undecided(PolicyQuery query)
    {
        if (Differs(Country, query.Country) || Differs(SenderType, query.SenderType) || Differs(Applicant, query.Applicant)) return [];
        if (Region is not null && CountryGroups.Shipped.Contains(Region, query.Country) != true) return [];
        (string? Stated, string? Given, string Path)[] facts = [(Purpose, query.Purpose, "use_case.purpose"), (Origin, query.Origin, "use_case.origin"), (UseCase, query.UseCase, "use_case.category")];
        return facts.Any(f => f.Given is not null && Differs(f.Stated, f.Given)) ? [] : [.. facts.Where(f => f.Stated is not null && f.Given is null).Select(f => f.Path)];
    }

    private static bool Differs(string? stated, string? given) => stated is not null && stated != given;
}
