namespace KybPlatform.Api.Registrations.Contracts;

/// <summary>Looking again at the permissions that rest on facts which changed.</summary>
public static class Revetting
{
    /// <summary>The job; its subject is the profile that changed.</summary>
    public const string Job = "registrations.revet";
}

/// <summary>A permission that a change of facts or policy can touch.</summary>
/// <param name="Inquiry">Whose documents and use case it rests on.</param>
public sealed record StandingRegistration(SenderRegistrationId Id, Guid Inquiry);

/// <summary>What looking again concluded.</summary>
/// <param name="Verdict">Keeps it, asks for something until a deadline, or restricts it at once.</param>
/// <param name="Grace">How long an asked-for change may take.</param>
public sealed record Reassessment(RevettingVerdict Verdict, IReadOnlyList<string> Reasons, TimeSpan Grace, string? PolicyKey, int? PolicyVersion, string? PolicyHash);

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
