using System.Globalization;
using System.Text.Json;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>The figures as a table with ratios, and as a file.</summary>
internal static class EngineReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Print(List<Timing> timings, bool withNode)
    {
        Console.WriteLine();
        Console.WriteLine(Line("workload", "engine", "mode", "median", "bytes"));
        foreach (var t in timings) Console.WriteLine(Line(t.Workload, t.Engine, t.Mode, Span(t.Nanoseconds), t.Bytes is { } bytes ? bytes.ToString("N0", CultureInfo.InvariantCulture) : "-"));
        var ratios = Ratios(timings, withNode).ToList();
        Console.WriteLine();
        foreach (var (name, value, aim) in ratios) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-72} {value,10:N2}   aim: {aim}"));
        var file = Path.Combine(AppContext.BaseDirectory, "engines.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new { timings, ratios = ratios.Select(r => new { r.Name, r.Value, r.Aim }) }, Indented));
        Console.WriteLine($"\nAs JSON: {file}");
    }

    private static IEnumerable<(string Name, double Value, string Aim)> Ratios(List<Timing> timings, bool withNode)
    {
        double Of(string workload, string engine, string mode) => timings.First(t => t.Workload == workload && t.Engine == engine && t.Mode == mode).Nanoseconds;
        foreach (var workload in (string[])["rules", "table"])
        {
            var (typed, traced) = (Of(workload, "KybPlatform", "typed"), Of(workload, "KybPlatform", "JSON and trace"));
            yield return ($"{workload}: typed, of the if-chain", typed / Of(workload, "if-chain", "typed"), "at most 3");
            yield return ($"{workload}: RulesEngine, typed, of ours", Of(workload, "RulesEngine 6.0.1", "typed") / typed, "at least 100");
            yield return ($"{workload}: RulesEngine, JSON of no type and messages, of ours with trace", Of(workload, "RulesEngine 6.0.1", "JSON of no type and messages") / traced, "at least 10");
            yield return ($"{workload}: RulesEngine, JSON of a compiled type and messages, of ours with trace", Of(workload, "RulesEngine 6.0.1", "JSON and messages") / traced, "-");
            if (!withNode) continue;
            foreach (var inFlight in (int[])[1, 64])
            {
                yield return ($"{workload}: ZEN, {inFlight} in flight, of ours typed", Of(workload, "zen", $"objects, {inFlight} in flight") / typed, "at least 300");
                yield return ($"{workload}: ZEN, JSON and trace, {inFlight} in flight, of ours with trace", Of(workload, "zen", $"JSON and trace, {inFlight} in flight") / traced, "at least 40");
                yield return ($"{workload}: json-rules-engine, {inFlight} in flight, of ours typed", Of(workload, "json-rules-engine", $"objects, {inFlight} in flight") / typed, "-");
            }
        }

        yield return ("10,000 rows, of 20 rows, typed", Of("10,000 rows", "KybPlatform", "typed") / Of("20 rows", "KybPlatform", "typed"), "at most 2");
        yield return ("10,000 rows, of 20 rows, facts in memory", Of("10,000 rows", "KybPlatform", "facts in memory") / Of("20 rows", "KybPlatform", "facts in memory"), "at most 2");
    }

    private static string Line(string workload, string engine, string mode, string median, string bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{workload,-16} {engine,-18} {mode,-32} {median,12} {bytes,12}");

    private static string Span(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => nanoseconds.ToString("N1", CultureInfo.InvariantCulture) + " ns",
        < 10_000_000 => (nanoseconds / 1_000).ToString("N1", CultureInfo.InvariantCulture) + " us",
        _ => (nanoseconds / 1_000_000).ToString("N1", CultureInfo.InvariantCulture) + " ms",
    };
}
