using System.Diagnostics;
using System.Globalization;
using KybPlatform.Policies;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>What starting costs with the shipped packs, each time in a process of its own: the catalogue, the first policy that is used, one more, all of them.</summary>
internal static class ColdRun
{
    private static readonly string[] Steps = ["cold: the catalogue", "cold: the first policy", "cold: one more policy, median", "cold: all policies"];

    public static IEnumerable<Timing> Measure(int rounds)
    {
        var answers = Enumerable.Range(0, rounds).Select(_ => Child().Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray()).ToList();
        for (var step = 0; step < Steps.Length; step++)
        {
            var at = step;
            yield return new Timing("shipped packs", "KybPlatform", Steps[step], Rounds.Median([.. answers.Select(a => a[2 * at])]), Rounds.Median([.. answers.Select(a => a[2 * at + 1])]));
        }
    }

    /// <summary>The child: prints of each step the nanoseconds and the bytes that stay.</summary>
    public static int Run()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = Stopwatch.GetTimestamp();
        var catalog = PolicyCatalog.LoadPacks();
        Say(Stopwatch.GetElapsedTime(begin), before);
        begin = Stopwatch.GetTimestamp();
        Use(catalog.Resolve(new PolicyQuery("GB", "alphanumeric", "business"))!);
        Say(Stopwatch.GetElapsedTime(begin), before);
        var each = new List<double>();
        foreach (var policy in catalog.All)
        {
            var one = Stopwatch.GetTimestamp();
            Use(policy);
            each.Add(Stopwatch.GetElapsedTime(one).TotalNanoseconds);
        }

        Say(TimeSpan.FromMicroseconds(Rounds.Median(each) / 1000), before);
        Say(Stopwatch.GetElapsedTime(begin), before);
        Console.WriteLine();
        GC.KeepAlive(catalog);
        return 0;
    }

    private static void Use(ResolvedPolicy policy) => _ = policy.Requirements.Count;

    private static void Say(TimeSpan elapsed, long before) =>
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalNanoseconds:F0} {GC.GetTotalMemory(forceFullCollection: true) - before} "));

    private static string Child()
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host, Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(ColdRun).Assembly.Location, "cold"] : ["cold"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
        var answer = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return answer?.TrimEnd() ?? throw new InvalidOperationException("The child gave no answer.");
    }
}
