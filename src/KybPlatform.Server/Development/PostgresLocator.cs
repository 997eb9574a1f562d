namespace KybPlatform.Server.Development;

/// <summary>Finds installed PostgreSQL servers: PATH, pg_config, and where the usual installers put them.</summary>
internal static class PostgresLocator
{
    /// <summary>Every usable server, highest version first.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(IEnumerable<string> folders, PostgresAccount account, CancellationToken ct)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Select(RealFolder).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await PostgresBinaries.ProbeAsync(folder, account, ct) is { } server) found.Add(server);
        }
        return [.. found.OrderByDescending(s => s.Major)];
    }

    public static async Task<IReadOnlyList<string>> UsualFoldersAsync(CancellationToken ct)
    {
        var folders = new List<string>((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        var config = await Tool.RunAsync(["pg_config", "--bindir"], ct);
        if (config.Succeeded) folders.Add(config.Output.Trim());
        foreach (var (root, pattern, below) in InstallRoots()) folders.AddRange(Below(root, pattern, below));
        return folders;
    }

    private static IEnumerable<(string Root, string Pattern, string Below)> InstallRoots()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin");
            yield break;
        }
        yield return ("/usr/lib/postgresql", "*", "bin");                                    // Debian, Ubuntu
        yield return ("/usr", "pgsql-*", "bin");                                             // the project's own RPMs
        yield return ("/usr/libexec", "postgresql*", "");                                    // Alpine
        yield return ("/opt/homebrew/opt", "postgresql*", "bin");                            // Homebrew on Apple silicon
        yield return ("/usr/local/opt", "postgresql*", "bin");                               // Homebrew on Intel
        yield return ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin");
        yield return ("/Applications/Postgres.app/Contents/Versions", "*", "bin");
        yield return ("/Library/PostgreSQL", "*", "bin");
        yield return ("/usr/local/pgsql", "bin", "");
    }

    private static IEnumerable<string> Below(string root, string pattern, string below) =>
        Directory.Exists(root) ? Directory.GetDirectories(root, pattern).Select(d => Path.Combine(d, below)) : [];

    // A link to `postgres` on the PATH says nothing about where its libraries and initdb are; its target does.
    private static string? RealFolder(string folder)
    {
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "postgres.exe" : "postgres");
        if (!File.Exists(program)) return null;
        var target = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        return Path.GetDirectoryName(Path.GetFullPath(target));
    }
}
