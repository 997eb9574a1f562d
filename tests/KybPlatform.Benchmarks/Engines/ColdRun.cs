using System.Diagnostics;
using System.Globalization;
using KybPlatform.Policies;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>What starting costs with the shipped packs, each time in a process of its own.</summary>
internal static class ColdRun
{
    public static IEnumerable<Timing> Measure(int rounds)
    {
        var (times, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var answer = Child().Split(' ');
            times.Add(double.Parse(answer[0], CultureInfo.InvariantCulture));
            bytes.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
        }

        yield return new Timing("shipped packs", "KybPlatform", "cold: read, check, compile", Rounds.Median(times), Rounds.Median(bytes));
    }

    /// <summary>The child: loads, and prints nanoseconds and the bytes that stay.</summary>
    public static int Run()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = Stopwatch.GetTimestamp();
        var catalog = PolicyCatalog.LoadPacks();
        var elapsed = Stopwatch.GetElapsedTime(begin);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalNanoseconds:F0} {bytes}"));
        GC.KeepAlive(catalog);
        return 0;
    }

    private static string Child()
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host, Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(ColdRun).Assembly.Location, "cold"] : ["cold"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
        var answer = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return answer ?? throw new InvalidOperationException("The child gave no answer.");
    }
}
