using System.ComponentModel;
using System.Diagnostics;

namespace KybPlatform.Server.Development;

/// <summary>How a program ended. <see cref="Found"/> is false where there is no such program.</summary>
internal sealed record ToolResult(bool Found, int ExitCode, string Output, string Errors)
{
    public bool Succeeded => Found && ExitCode == 0;

    /// <summary>The last lines it wrote, for a message to a person.</summary>
    public string Tail => string.Join('\n', (Errors + "\n" + Output).Trim().Split('\n').TakeLast(6)).Trim();
}

/// <summary>Runs an ordinary command line program and waits for it.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken ct, string? folder = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Path.GetPathRoot(Environment.SystemDirectory) ?? "/",
        };
        foreach (var name in start.Environment.Keys.Where(IsPostgresSetting).ToList()) start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return new ToolResult(false, -1, "", "");
        }
        using (process) return await WaitAsync(process!, ct);
    }

    private static async Task<ToolResult> WaitAsync(Process process, CancellationToken ct)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            throw;
        }
        return new ToolResult(true, process.ExitCode, await output, await errors);
    }

    // PGDATA, PGPORT, PGHOST and their like of the developer's own database must not steer ours.
    private static bool IsPostgresSetting(string name) => name.StartsWith("PG", StringComparison.Ordinal);
}
