using System.Globalization;

namespace KybPlatform.Server.Development;

/// <summary>
/// Whom the embedded database runs as. PostgreSQL refuses to run as root; started by root, it runs as <c>postgres</c>, else <c>nobody</c>.
/// </summary>
internal sealed record PostgresAccount(string Name, int? UserId, int? GroupId, IReadOnlyList<string> Prefix)
{
    /// <summary>The person who started us: nothing to switch.</summary>
    public static PostgresAccount Same { get; } = new(Environment.UserName, null, null, []);

    public bool IsOther => Prefix.Count > 0;

    public static async Task<PostgresAccount> ChooseAsync(CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return Same;
        var accounts = await File.ReadAllLinesAsync("/etc/passwd", ct);
        foreach (var name in (string[])["postgres", "nobody"])
        {
            if (accounts.Select(a => a.Split(':')).FirstOrDefault(a => a[0] == name && a.Length > 3) is not { } entry) continue;
            var (user, group) = (int.Parse(entry[2], CultureInfo.InvariantCulture), int.Parse(entry[3], CultureInfo.InvariantCulture));
            foreach (var prefix in Switches(name, user, group))
            {
                if ((await Tool.RunAsync([.. prefix, "true"], ct)).Succeeded) return new PostgresAccount(name, user, group, prefix);
            }
        }
        throw new SetupException(
            "PostgreSQL does not run as root, and neither setpriv, runuser nor sudo can switch to postgres or nobody: start as an ordinary user, or set ConnectionStrings__Kyb.");
    }

    /// <summary>Runs a program as this account.</summary>
    public Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken ct) => Tool.RunAsync([.. Prefix, .. command], ct);

    /// <summary>Makes a folder that only this account can enter.</summary>
    public async Task<string> MakePrivateFolderAsync(string path, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (IsOther)
        {
            var owned = await Tool.RunAsync(["chown", string.Create(CultureInfo.InvariantCulture, $"{UserId}:{GroupId}"), path], ct);
            if (!owned.Succeeded) throw new SetupException($"{path} cannot be given to {Name}, whom the database runs as: {owned.Tail}");
        }
        return path;
    }

    public async Task<bool> CanEnterAsync(string folder, CancellationToken ct) =>
        !IsOther || (await RunAsync(["test", "-x", folder], ct)).Succeeded;

    private static IEnumerable<string[]> Switches(string name, int user, int group)
    {
        yield return ["setpriv", Invariant($"--reuid={user}"), Invariant($"--regid={group}"), "--clear-groups"];
        yield return ["runuser", "-u", name, "--"];
        yield return ["sudo", "-n", "-u", name];
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
