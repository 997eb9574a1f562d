using System.Diagnostics;
using System.Globalization;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>What starting costs, each time in a process of its own: the shipped packs, and a pack of 500 policies made from them.</summary>
internal static class ColdRun
{
    private const int Policies = 500;

    public static IEnumerable<Timing> Measure(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("kyb-packs-").FullName;
        try
        {
            Write(folder);
            foreach (var (name, arguments) in new[] { ("500 policies", new[] { "cold", folder }), ("shipped packs", ["cold"]) })
            {
                var (times, bytes) = (new List<double>(), new List<double>());
                for (var round = 0; round < rounds; round++)
                {
                    var answer = Child(arguments).Split(' ');
                    times.Add(double.Parse(answer[0], CultureInfo.InvariantCulture));
                    bytes.Add(double.Parse(answer[1], CultureInfo.InvariantCulture));
                }

                yield return new Timing(name, "KybPlatform", "cold: read, check, compile", Rounds.Median(times), Rounds.Median(bytes));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The child: loads, and prints nanoseconds and the bytes that stay.</summary>
    public static int Run(string[] args)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = Stopwatch.GetTimestamp();
        var catalog = args is [var folder] ? Load(folder) : PolicyCatalog.LoadPacks();
        var elapsed = Stopwatch.GetElapsedTime(begin);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (args.Length > 0 && catalog.All.Count != Policies) throw new InvalidOperationException($"There are {catalog.All.Count} policies.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalNanoseconds:F0} {bytes}"));
        GC.KeepAlive(catalog);
        return 0;
    }

    private static PolicyCatalog Load(string folder)
    {
        var (documents, issues) = (new List<PolicyDocument>(), new List<PolicyIssue>());
        foreach (var file in Directory.GetFiles(folder, "*.yaml"))
        {
            var load = PolicyLoader.FromYaml(File.ReadAllText(file));
            issues.AddRange(load.Issues);
            if (load.Document is { } document) documents.Add(document);
        }

        return PolicyCatalog.From(documents, "500", issues) ?? throw new FormatException(string.Join('\n', issues));
    }

    /// <summary>All bases as they are; the policies with scopes over and over, each copy for a purpose nobody else has.</summary>
    private static void Write(string folder)
    {
        var texts = PackFiles.Names.ToDictionary(n => n, PackFiles.Text);
        foreach (var (name, text) in texts.Where(t => t.Value.Contains("\nbase: true", StringComparison.Ordinal)))
            File.WriteAllText(Path.Combine(folder, name.Replace('/', '_')), text);
        var scoped = texts.Where(t => !t.Value.Contains("\nbase: true", StringComparison.Ordinal)).Select(t => t.Value).ToList();
        for (var i = 0; i < Policies; i++)
        {
            var (text, copy) = (scoped[i % scoped.Count], i / scoped.Count);
            var changed = copy == 0 ? text : text.Replace("\nkey: ", $"\nkey: copy{copy}.", StringComparison.Ordinal).Replace("scope: {", $"scope: {{ purpose: copy{copy},", StringComparison.Ordinal);
            if (copy > 0 && changed.StartsWith("key: ", StringComparison.Ordinal)) changed = string.Concat($"key: copy{copy}.", changed.AsSpan("key: ".Length));
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"policy{i:D3}.yaml")), changed);
        }
    }

    private static string Child(string[] arguments)
    {
        var host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host, Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(ColdRun).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The child did not start.");
        var answer = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return answer ?? throw new InvalidOperationException("The child gave no answer.");
    }
}
