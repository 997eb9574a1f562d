using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KybPlatform.Api.Confined;

/// <summary>This program, run for confined work.</summary>
/// <param name="File">What is started.</param>
/// <param name="Before">Arguments that come before the work's own.</param>
public sealed record ConfinedProgram(string File, IReadOnlyList<string> Before)
{
    /// <summary>The first argument of a run that does confined work and nothing else.</summary>
    public const string Argument = "confined";

    internal const int Done = 0;
    internal const int Broke = 1;
    internal const int NotReadable = 3;

    private const string Host = "KybPlatform.Server";

    // What the runtime needs to be found and to work; nothing that this process was configured with goes along.
    private static readonly string[] Kept = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "LANG"];

    /// <summary>As it lies beside this assembly: its own executable where there is one, else through the runtime's.</summary>
    public static ConfinedProgram Here()
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? Host + ".exe" : Host);
        if (System.IO.File.Exists(executable)) return new ConfinedProgram(executable, []);
        var muxer = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        return new ConfinedProgram(muxer, [Path.Combine(AppContext.BaseDirectory, Host + ".dll")]);
    }

    internal ProcessStartInfo For(string task, ConfinedTerms terms)
    {
        var seconds = ((long)Math.Ceiling(terms.Patience.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(File, [.. Before, Argument, task, seconds])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Except(Kept, StringComparer.OrdinalIgnoreCase).ToList()) start.Environment.Remove(name);
        start.Environment["DOTNET_GCHeapHardLimit"] = terms.Memory.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>The other side: does the work in this process and tells how it ended. The process ends with it.</summary>
    /// <param name="work">Reads the first stream, writes the second; false where the file is not what it should be.</param>
    /// <param name="arguments">What follows <see cref="Argument"/>.</param>
    public static int Run(IReadOnlyList<string> arguments, Func<string, Stream, Stream, bool> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (arguments is not [var task, var seconds] || !ulong.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var most)) return Broke;
        Limit(most + 1);
        try
        {
            using var input = Console.OpenStandardInput();
            using var output = Console.OpenStandardOutput();
            return work(task, input, output) ? Done : NotReadable;
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A parser that stumbles has been given something that it cannot read.
            return NotReadable;
        }
    }

    // Nobody may be left to end it: processor time ends by itself, and it writes no file, not even a dump of its memory.
    private static void Limit(ulong seconds)
    {
        if (!OperatingSystem.IsLinux()) return;
        const int Processor = 0, FileSize = 1, Core = 4;
        foreach (var (resource, most) in ((int, ulong)[])[(Processor, seconds), (FileSize, 0), (Core, 0)])
        {
            var limit = new Limits(most, most);
            _ = SetLimit(resource, ref limit);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limits(ulong soft, ulong hard)
    {
        public readonly ulong Soft = soft;
        public readonly ulong Hard = hard;
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ref Limits limits);
}
