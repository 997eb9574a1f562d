namespace KybPlatform.Policies;

/// <summary>What a policy is looked up for. A part that is null is not known, and no policy that is only for some value of it is found by it.</summary>
public sealed record PolicyQuery(string Country, string SenderType, string Applicant, string? Purpose = null, string? Origin = null, string? UseCase = null);
