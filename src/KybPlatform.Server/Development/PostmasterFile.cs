using System.Diagnostics;
using System.Globalization;

namespace KybPlatform.Server.Development;

/// <summary>What a running server writes about itself into <c>postmaster.pid</c>: process, port and socket folder.</summary>
internal sealed record PostmasterFile(int ProcessId, int Port, string SocketFolder, bool Ready)
{
    /// <summary>Null when there is no file, or one that is only half written.</summary>
    public static PostmasterFile? Read(string dataFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(dataFolder));
        }
        catch (IOException)
        {
            return null;
        }
        if (lines.Length < 5 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)) return null;
        return int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
            ? new PostmasterFile(process, port, lines[4].Trim(), lines.Length > 7 && lines[7].Trim() == "ready")
            : null;
    }

    /// <summary>Whether its process still runs and serves this folder: after a crash the number may belong to anybody.</summary>
    public bool IsAlive(string dataFolder)
    {
        if (OperatingSystem.IsLinux()) return IsServerOf(dataFolder);
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return !process.HasExited && process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    // A server works in its data folder: through its working folder the same file must be seen. A dead one that nobody waited for has none.
    private bool IsServerOf(string dataFolder)
    {
        try
        {
            var seen = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/cwd/postmaster.pid"));
            return seen == File.ReadAllText(PathIn(dataFolder));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
