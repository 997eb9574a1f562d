using System.Diagnostics;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>How one contender did: the median of its rounds in nanoseconds for each evaluation, and what one evaluation allocates on this thread.</summary>
internal sealed record Timing(string Workload, string Engine, string Mode, double Nanoseconds, double? Bytes);

/// <summary>
/// Times contenders in turns: every round gives each of them a slice, so that whatever else the machine does meets all alike. Only medians and
/// ratios of one run mean anything.
/// </summary>
internal sealed class Rounds(int rounds, int milliseconds)
{
    private readonly List<(string Workload, string Engine, string Mode, Func<double> Time, Func<double>? Bytes)> _contenders = [];

    public int Milliseconds => milliseconds;

    /// <summary>Work that runs in this process, once for each input.</summary>
    public void Add<T>(string workload, string engine, string mode, T[] inputs, Func<T, int> run) =>
        _contenders.Add((workload, engine, mode, () => Time(inputs, run), () => Bytes(inputs, run)));

    /// <summary>Work that times itself.</summary>
    public void Add(string workload, string engine, string mode, Func<double> time) => _contenders.Add((workload, engine, mode, time, null));

    public List<Timing> Run()
    {
        foreach (var contender in _contenders) contender.Time();
        var times = _contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < _contenders.Count; i++)
            {
                var at = (i + round) % _contenders.Count;
                times[at].Add(_contenders[at].Time());
            }
        }

        return [.. _contenders.Select((c, i) => new Timing(c.Workload, c.Engine, c.Mode, Median(times[i]), c.Bytes?.Invoke()))];
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[values.Count / 2 - 1] + values[values.Count / 2]) / 2;
    }

    private double Time<T>(T[] inputs, Func<T, int> run)
    {
        var (done, sum, begin) = (0L, 0, Stopwatch.GetTimestamp());
        TimeSpan elapsed;
        do
        {
            foreach (var input in inputs) sum += run(input);
            done += inputs.Length;
            elapsed = Stopwatch.GetElapsedTime(begin);
        }
        while (elapsed.TotalMilliseconds < milliseconds);
        GC.KeepAlive(sum);
        return elapsed.TotalNanoseconds / done;
    }

    private static double Bytes<T>(T[] inputs, Func<T, int> run)
    {
        foreach (var input in inputs) run(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var input in inputs) run(input);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)inputs.Length;
    }
}
