namespace KybPlatform.Api.Profiles;

/// <summary>How a profile came to know a field.</summary>
public enum FieldSource
{
    /// <summary>The applicant or the tenant said so.</summary>
    Claimed,

    /// <summary>Read from a document.</summary>
    Extracted,

    /// <summary>A verification confirmed it.</summary>
    Verified,

    /// <summary>Brought along from an earlier system.</summary>
    Imported,
}

/// <summary>Who said it, when, and how.</summary>
public sealed record FieldProvenance(FieldSource Source, string By, DateTimeOffset At);
