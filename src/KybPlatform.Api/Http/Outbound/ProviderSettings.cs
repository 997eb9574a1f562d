namespace KybPlatform.Api.Http.Outbound;

/// <summary>A provider that the operator switched on.</summary>
/// <param name="Name">As it is called in answers: <c>companies_house</c>, or what the operator calls a signed one.</param>
/// <param name="Kind">Which adapter; the name where it is left out.</param>
/// <param name="Url">In place of the provider's public address.</param>
/// <param name="SandboxUrl">Where test tenants ask, if elsewhere.</param>
public sealed record ProviderSettings(string Name, string Kind, Uri? Url = null, Uri? SandboxUrl = null, string? Key = null, string? Secret = null, string? UserAgent = null)
{
    /// <summary>The provider stands in the operator's own network. Never for an address that a tenant gave.</summary>
    public bool PrivateNetwork { get; init; }

    /// <summary>Of a signed provider: the type of verification that it answers.</summary>
    public string? Type { get; init; }

    public IReadOnlyList<string> Subjects { get; init; } = [];
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>What of the subject is sent, and nothing else.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Of a matching service: which of its collections.</summary>
    public string? Dataset { get; init; }

    /// <summary>Of a scanner: what becomes of files while it is away, <c>hold</c> or <c>pass</c>; null for <c>hold</c>.</summary>
    public string? WhenDown { get; init; }

    /// <summary>Of a service that sends messages: from whom.</summary>
    public string? From { get; init; }

    public LineSettings Line { get; init; } = new();
}
