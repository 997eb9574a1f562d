namespace KybPlatform.Server.Hosting;

/// <summary>The environment variables that the server reads; there are no others, but for the further <c>OTEL_…</c> ones of the OpenTelemetry exporter.</summary>
internal sealed record ServerEnvironment(
    string? Connection, string? OwnerConnection, string? DataFolder, string? PlatformKey, string? MasterKey, string? Name, string? Urls, string? MetricsUrl, string? Otlp,
    string? Lists, string? ListsEvery, string? Providers, string? Broker, string? TrustedProxies)
{
    /// <summary>Every name, so that deployment files can be checked against it.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ConnectionStrings__Kyb", "ConnectionStrings__KybOwner", "KYB_DATA", "KYB_PLATFORM_KEY", "KYB_MASTER_KEY", "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_URLS", "KYB_METRICS_URL",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "KYB_LISTS", "KYB_LISTS_EVERY_HOURS", "KYB_PROVIDERS", "KYB_BROKER", "KYB_TRUSTED_PROXIES",
    ];

    public static ServerEnvironment Read() => From(Environment.GetEnvironmentVariable);

    internal static ServerEnvironment From(Func<string, string?> read)
    {
        string? Of(int index) => read(Names[index]) is { Length: > 0 } value ? value : null;
        return new ServerEnvironment(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5), Of(6), Of(7), Of(8), Of(9), Of(10), Of(11), Of(12), Of(13));
    }

    /// <summary>
    /// Development is said, or nothing is configured, or the program runs from its own source tree. Everything else is production.
    /// </summary>
    public bool IsDevelopment(string? sourceTree) =>
        Name is null ? sourceTree is not null || (Connection is null && OwnerConnection is null) : Name.Equals("Development", StringComparison.OrdinalIgnoreCase);
}
