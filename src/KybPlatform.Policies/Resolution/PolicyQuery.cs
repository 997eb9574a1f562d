namespace KybPlatform.Policies;

/// <summary>What a policy is looked up for. A part that is null is not known, and no policy that is only for some value of it is found by it.</summary>
public sealed record PolicyQuery(string Country, string SenderType, string Applicant, string? Purpose = null, string? Origin = null, string? UseCase = null)
{
    /// <summary>What a submission's policy is looked up for. Null where its facts do not say the country and the sender type.</summary>
    public static PolicyQuery? Of(FactDocument facts)
    {
        var (root, useCase) = (facts.Root, facts.Root.Object("use_case"));
        return root.Text("country") is { } country && root.Text("sender_type") is { } type
            ? new PolicyQuery(country, type, root.Text("applicant") ?? "business", useCase?.Text("purpose"), useCase?.Text("origin"), useCase?.Text("category"))
            : null;
    }
}
