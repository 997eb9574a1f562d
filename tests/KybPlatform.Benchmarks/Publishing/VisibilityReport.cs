using System.Diagnostics;
using System.Globalization;

namespace KybPlatform.Benchmarks.Publishing;

/// <summary>What the askers saw, held against when each version was published.</summary>
internal static class VisibilityReport
{
    private static readonly TimeSpan Around = TimeSpan.FromMilliseconds(400);

    /// <param name="told">When the publication was sent and when its answer was there.</param>
    public static void Print(IReadOnlyList<List<VersionAnswer>> processes, IReadOnlyList<(int Version, long Begun, long Ended)> told)
    {
        var (late, seen, first, before, after) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var answers in processes)
        {
            foreach (var (version, begun, ended) in told)
            {
                // The last question whose answer was of the former version, and the first answer of the new one.
                late.Add(Math.Max(0, answers.Where(a => a.Version < version && a.Sent > begun).Select(a => Milliseconds(ended, a.Sent)).DefaultIfEmpty(0).Max()));
                var hit = answers.First(a => a.Version >= version);
                seen.Add(Milliseconds(ended, hit.Received));
                first.Add(hit.Milliseconds);
                before.AddRange(answers.Where(a => a.Received < begun && Stopwatch.GetElapsedTime(a.Received, begun) < Around).Select(a => a.Milliseconds));
                after.AddRange(answers.Where(a => a.Sent > hit.Received && Stopwatch.GetElapsedTime(hit.Received, a.Sent) < Around).Select(a => a.Milliseconds));
            }
        }

        var torn = processes.Sum(p => p.Count(a => !a.IsWhole));
        var back = processes.Sum(p => p.Zip(p.Skip(1)).Count(n => n.Second.Version < n.First.Version));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{processes.Count} processes, {told.Count} publications, {processes.Sum(p => p.Count)} answers"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"answers that mix two versions: {torn}; that go back to a former one: {back}"));
        Console.WriteLine($"publishing itself, ms:                                        {Figures([.. told.Select(t => Milliseconds(t.Begun, t.Ended))])}");
        Console.WriteLine($"last question still answered by the former, after the answer: {Figures(late)}");
        Console.WriteLine($"first answer by the new version, after the answer:            {Figures(seen)}");
        Console.WriteLine($"an answer, ms: in the {Around.TotalMilliseconds:F0} ms before the publication             {Figures(before)}");
        Console.WriteLine($"               the first by the new version                   {Figures(first)}");
        Console.WriteLine($"               in the {Around.TotalMilliseconds:F0} ms after it                         {Figures(after)}");
    }

    private static double Milliseconds(long from, long to) => (to - from) * 1_000.0 / Stopwatch.Frequency;

    private static string Figures(List<double> values)
    {
        values.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {values[values.Count / 2],7:F2}  p99 {values[(int)(values.Count * 0.99)],7:F2}  most {values[^1],7:F2}");
    }
}
