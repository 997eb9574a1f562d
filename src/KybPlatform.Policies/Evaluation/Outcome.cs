namespace KybPlatform.Policies;

/// <summary>What follows for the submission, from mild to strict.</summary>
public enum Outcome
{
    Approve,
    Pending,
    RequestInformation,
    Review,
    Decline,
}

/// <summary>How one requirement ended. Only passed and not applicable let an approval happen.</summary>
public enum RequirementOutcome
{
    Passed,
    NotApplicable,
    Pending,
    Unknown,
    Missing,
    Failed,
}
