using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>The engines that run in Node, in a process beside this one. Their packages are installed into the build's own folder.</summary>
internal sealed class NodeProcess : IDisposable
{
    private static readonly string[] Packages = ["@gorules/zen-engine@0.54.0", "json-rules-engine@7.3.1"];
    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    /// <summary>Null, with the reason, where Node or its packages cannot be had.</summary>
    public static NodeProcess? Start(string workload, out string? missing)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "engines");
        Directory.CreateDirectory(folder);
        missing = Install(folder);
        if (missing is not null) return null;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "engines.mjs"), Path.Combine(folder, "engines.mjs"), overwrite: true);
        var input = Path.Combine(folder, "workload.json");
        File.WriteAllText(input, workload);
        var start = new ProcessStartInfo("node", ["engines.mjs", input]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        return new NodeProcess(Process.Start(start)!);
    }

    public int[] Results(string engine, string mode) => JsonSerializer.Deserialize<int[]>(Ask("results", engine, mode, 1, 0))!;

    /// <summary>Nanoseconds for each evaluation.</summary>
    public double Time(string engine, string mode, int inFlight, int milliseconds) => double.Parse(Ask("time", engine, mode, inFlight, milliseconds), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string command, string engine, string mode, int inFlight, int milliseconds)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command}|{engine}|{mode}|{inFlight}|{milliseconds}"));
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node ended early.");
    }

    private static string? Install(string folder)
    {
        if (!Runs("node", folder, "--version")) return "there is no node here";
        if (Packages.All(p => Directory.Exists(Path.Combine(folder, "node_modules", p[..p.LastIndexOf('@')])))) return null;
        return Runs(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", folder, ["install", "--no-audit", "--no-fund", "--prefix", folder, .. Packages]) ? null : "npm could not install " + string.Join(" and ", Packages);
    }

    private static bool Runs(string command, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
