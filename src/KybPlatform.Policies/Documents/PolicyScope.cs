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
}
