using System.Globalization;
using System.Text.RegularExpressions;

namespace KybPlatform.Server.Development;

/// <summary>A folder with the programs of one PostgreSQL server.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["postgres", "initdb", "pg_ctl"];

    public string Path(string program) => System.IO.Path.Combine(Folder, FileName(program));

    /// <summary>The server in the folder, or null: a program is missing, cannot be run by the account, or is too old.</summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string folder, PostgresAccount account, CancellationToken ct)
    {
        if (!Needed.All(p => File.Exists(System.IO.Path.Combine(folder, FileName(p))))) return null;
        var answer = await account.RunAsync([System.IO.Path.Combine(folder, FileName("postgres")), "--version"], ct);
        var version = VersionText().Match(answer.Output);
        if (!answer.Succeeded || !version.Success) return null;
        var major = int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return major >= OldestMajor ? new PostgresBinaries(folder, major) : null;
    }

    private static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex VersionText();
}
