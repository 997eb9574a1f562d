namespace KybPlatform.Server.Hosting;

/// <summary>Where the server listens, and where it is then reached.</summary>
internal static class ListenUrls
{
    public static string Choose(ServerOptions options, ServerEnvironment environment) =>
        options.Urls ?? environment.Urls ?? (options.Role == ServerRole.Worker ? "http://127.0.0.1:8081" : "http://127.0.0.1:8080");

    /// <summary>An address for this machine: a wildcard host is no place to call.</summary>
    public static Uri Reachable(string urls)
    {
        var first = urls.Split(';')[0].Trim();
        foreach (var any in (string[])["://+", "://*", "://0.0.0.0", "://[::]"]) first = first.Replace(any, "://127.0.0.1", StringComparison.Ordinal);
        return new Uri(first);
    }
}
