namespace KybPlatform.Policies.Documents;

/// <summary>What a result leads to where the policy does not say.</summary>
public static class RequirementDefaults
{
    /// <summary>Contact data and papers can be put right by the applicant; what somebody else found cannot.</summary>
    private static readonly HashSet<string> CorrectableVerifications = new(StringComparer.Ordinal) { "identifier", "document", "phone", "email", "website" };

    public static Outcome OnFailed(Requirement requirement) => requirement switch
    {
        VerificationRequirement v => CorrectableVerifications.Contains(v.Type) ? Outcome.RequestInformation : Outcome.Review,
        _ => OnFailed(requirement.Kind),
    };

    private static Outcome OnFailed(RequirementKind kind) => kind switch
    {
        RequirementKind.Field or RequirementKind.Identifier or RequirementKind.Document or RequirementKind.Address
            or RequirementKind.Person or RequirementKind.Attestation => Outcome.RequestInformation,
        RequirementKind.Ownership or RequirementKind.Consistency or RequirementKind.Verification => Outcome.Review,
        RequirementKind.Restriction or RequirementKind.Prerequisite => Outcome.Decline,
    };

    public static Outcome OnMissing => Outcome.RequestInformation;

    /// <summary>A retry may still bring the answer; when none is coming a person must look.</summary>
    public static Outcome OnUnknown(bool retryScheduled) => retryScheduled ? Outcome.Pending : Outcome.Review;
}
