using KybPlatform.Policies;

namespace KybPlatform.Api.Registrations.Contracts;

/// <summary>Looking again at the permissions that rest on facts which changed.</summary>
public static class Revetting
{
    /// <summary>Where a policy names no grace.</summary>
    public const int UsualGraceDays = 30;

    /// <summary>Stands for the hash of what vetted a permission that no policy covers.</summary>
    public const string NoPolicy = "none";

    /// <summary>The job; its subject is the profile that changed.</summary>
    public const string Job = "registrations.revet";

    /// <summary>
    /// What permissions of a cell are vetted by: the hash of the policy that answers for it, <see cref="NoPolicy"/> where none does, and after a question mark the facts
    /// that hold this answer back, because a more specific policy might be the one. Where it is another one than a permission keeps, that is looked at again.
    /// </summary>
    public static string VettedBy(PolicyCatalog catalog, PolicyQuery cell)
    {
        var hash = catalog.Resolve(cell)?.Hash ?? NoPolicy;
        return catalog.Undecided(cell) is { Count: > 0 } open ? $"{hash}?{string.Join(',', open)}" : hash;
    }
}

/// <summary>A permission that a change of facts or policy can touch.</summary>
/// <param name="Inquiry">Whose documents and use case it rests on.</param>
/// <param name="Cell">What its policy is looked up for; null where it is older than the platform's memory of it.</param>
public sealed record StandingRegistration(SenderRegistrationId Id, Guid Inquiry, Guid Profile, PolicyQuery? Cell);

/// <summary>A combination that policies are looked up by, as permissions have it.</summary>
/// <param name="Cell">Null where the permission is older than the platform's memory of it.</param>
/// <param name="VettedBy">As <see cref="Revetting.VettedBy"/> when the permissions were last held against policies; null where they never were.</param>
public sealed record VettedCell(PolicyQuery? Cell, string? VettedBy);

/// <summary>Something that a permission lacks: a requirement, or a rule, table or sum of risk that spoke against it.</summary>
/// <param name="Kind">As evaluations name it: <c>requirement</c>, <c>rule</c>, <c>table</c>, <c>risk</c>, <c>policy</c>.</param>
public sealed record Unmet(string Kind, string Key, string Reason);

/// <summary>What looking again concluded.</summary>
/// <param name="Verdict">Keeps it, asks for something until a deadline, or restricts it at once.</param>
/// <param name="Unmet">What it lacks; each gets a deadline of its own.</param>
/// <param name="Grace">How long what is newly asked for may take.</param>
/// <param name="Cell">What the policy was looked up for.</param>
/// <param name="VettedBy">As <see cref="Revetting.VettedBy"/> of this cell.</param>
/// <param name="BecauseOfPolicy">The facts are as they were: what a person accepted of them stays accepted.</param>
public sealed record Reassessment(
    RevettingVerdict Verdict, IReadOnlyList<string> Reasons, IReadOnlyList<Unmet> Unmet, TimeSpan Grace, PolicyQuery Cell, string? PolicyKey, int? PolicyVersion, string? PolicyHash, string VettedBy, bool BecauseOfPolicy);

/// <summary>How a permission stands after it was looked at again.</summary>
public enum RevettingVerdict
{
    /// <summary>The evaluation still approves.</summary>
    Keep,

    /// <summary>Something is missing or a person has to look: traffic goes on until the deadline.</summary>
    ActionRequired,

    /// <summary>The evaluation declines, or nothing is left to evaluate.</summary>
    Restrict,
}
