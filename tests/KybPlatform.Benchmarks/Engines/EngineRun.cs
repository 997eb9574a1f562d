using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Policies;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>
/// The policy engine beside others on the same table and the same rules. First every engine decides the same random submissions, and a difference ends the run;
/// then all are timed in turns. Prints a table and writes the figures as JSON.
/// </summary>
internal static class EngineRun
{
    private const int Inputs = 512;

    public static int Run(string[] args)
    {
        var (rounds, milliseconds) = (Number(args, 0, 9), Number(args, 1, 120));
        var inputs = Submission.Random(Inputs, seed: 20_261_120);
        using var node = NodeProcess.Start(Workload(inputs), out var missing);
        if (node is null) Console.WriteLine($"Not run: GoRules ZEN and json-rules-engine, because {missing}.");

        var turns = new Rounds(rounds, milliseconds);
        Compete(turns, "rules", new Ours(Languages.Policy(), isTable: false), new MicrosoftRules(isTable: false), IfChain.Rules, inputs, node);
        Compete(turns, "table", new Ours(Languages.Policy(Engines.Workload.Table), isTable: true), new MicrosoftRules(isTable: true), IfChain.Table, inputs, node);
        LargeTable(turns, inputs);
        WholePolicy(turns);
        var timings = turns.Run();
        timings.AddRange(ColdRun.Measure(rounds: 3));
        EngineReport.Print(timings, node is not null);
        return 0;
    }

    private static void Compete(Rounds turns, string name, Ours ours, MicrosoftRules microsoft, Func<Submission, int> byHand, Submission[] inputs, NodeProcess? node)
    {
        var (facts, flat) = (Array.ConvertAll(inputs, i => i.ToFacts()), Array.ConvertAll(inputs, i => i.ToFlat()));
        var expected = Array.ConvertAll(inputs, byHand.Invoke);
        Check(name, "typed", expected, Array.ConvertAll(inputs, ours.Bound));
        Check(name, "typed, by slots", expected, Array.ConvertAll(inputs, ours.Slots));
        Check(name, "JSON with trace", expected, Array.ConvertAll(facts, ours.JsonWithTrace));
        Check(name, "RulesEngine", expected, Array.ConvertAll(inputs, microsoft.Typed));
        Check(name, "RulesEngine, JSON", expected, Array.ConvertAll(flat, microsoft.JsonExplained));
        Check(name, "RulesEngine, JSON of no type", expected, Array.ConvertAll(flat, microsoft.DynamicExplained));
        turns.Add(name, "if-chain", "typed", inputs, byHand);
        turns.Add(name, "KybPlatform", "typed", inputs, ours.Bound);
        turns.Add(name, "KybPlatform", "typed, by slots", inputs, ours.Slots);
        turns.Add(name, "KybPlatform", "JSON", facts, ours.Json);
        turns.Add(name, "KybPlatform", "JSON and trace", facts, ours.JsonWithTrace);
        turns.Add(name, "KybPlatform", "JSON and trace, receipt written", facts, ours.JsonToReceipt);
        turns.Add(name, "RulesEngine 6.0.1", "typed", inputs, microsoft.Typed);
        turns.Add(name, "RulesEngine 6.0.1", "JSON and messages", flat, microsoft.JsonExplained);
        turns.Add(name, "RulesEngine 6.0.1", "JSON of no type and messages", flat, microsoft.DynamicExplained);
        if (node is null) return;
        foreach (var engine in (string[])["zen", "json-rules-engine"])
        {
            var there = $"{engine} {name}";
            foreach (var mode in (string[])["plain", "traced"]) Check(name, $"{engine}, {mode}", expected, node.Results(there, mode));
            foreach (var inFlight in (int[])[1, 64])
            {
                turns.Add(name, engine, $"objects, {inFlight} in flight", () => node.Time(there, "plain", inFlight, turns.Milliseconds));
                turns.Add(name, engine, engine == "zen" ? $"JSON and trace, {inFlight} in flight" : $"JSON, {inFlight} in flight", () => node.Time(there, "traced", inFlight, turns.Milliseconds));
            }
        }
    }

    /// <summary>The same questions to 20 rows and to 10,000; and questions all over the 10,000.</summary>
    private static void LargeTable(Rounds turns, Submission[] inputs)
    {
        var (small, large) = (new Ours(Languages.Policy(Engines.Workload.Table), isTable: true), new Ours(Languages.Policy(Engines.Workload.LargeTable), isTable: true));
        var random = new Random(7);
        var anywhere = Array.ConvertAll(inputs, i => i with { Country = Engines.Workload.CountryAt(random.Next(250)), SenderType = Engines.Workload.SenderAt(random.Next(40)) });
        var expected = Array.ConvertAll(anywhere, i => 1 + Array.FindIndex(Engines.Workload.LargeTable, c => c.Country == i.Country && c.SenderType == i.SenderType));
        Check("10,000 rows", "typed", expected, Array.ConvertAll(anywhere, large.Bound));
        Check("10,000 rows", "facts", expected, Array.ConvertAll(anywhere, i => large.Facts(FactDocument.Parse(i.ToFacts()))));
        turns.Add("20 rows", "KybPlatform", "typed", inputs, small.Bound);
        turns.Add("10,000 rows", "KybPlatform", "typed", anywhere, large.Bound);
        turns.Add("20 rows", "KybPlatform", "facts in memory", Array.ConvertAll(inputs, i => FactDocument.Parse(i.ToFacts())), small.Facts);
        turns.Add("10,000 rows", "KybPlatform", "facts in memory", Array.ConvertAll(anywhere, i => FactDocument.Parse(i.ToFacts())), large.Facts);
    }

    /// <summary>A policy of 20 requirements of ten kinds, two rules, two risk factors and a table, and facts that satisfy it; and finding a policy by scope.</summary>
    private static void WholePolicy(Rounds turns)
    {
        var (policy, facts, traced) = (Example.Resolved, new[] { Example.With() }, Example.Options with { Trace = true });
        turns.Add("20 requirements", "KybPlatform", "facts in memory", facts, f => (int)policy.Evaluate(f, Example.Options).Outcome);
        turns.Add("20 requirements", "KybPlatform", "facts in memory, trace", facts, f => (int)policy.Evaluate(f, traced).Outcome);
        turns.Add("20 requirements", "KybPlatform", "reading the JSON", new[] { System.Text.Encoding.UTF8.GetBytes(Example.Facts) }, j => FactDocument.Parse(j).GetHashCode());
        var catalog = PolicyCatalog.LoadPacks();
        PolicyQuery[] queries = [.. catalog.All.Select(p => new PolicyQuery(p.Scope.Country ?? "GB", p.Scope.SenderType ?? "local", p.Scope.Applicant ?? "business", "transactional", "domestic", "mixed"))];
        turns.Add("resolve a cell", "KybPlatform", "warm", queries, q => catalog.Resolve(q)!.Version);
    }

    private static void Check(string workload, string engine, int[] expected, int[] given)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (given[i] != expected[i]) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{workload}, {engine}: input {i} gives {given[i]}, and {expected[i]} by hand."));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"equal on {expected.Length} submissions: {workload}, {engine}"));
    }

    private static string Workload(Submission[] inputs) => JsonSerializer.Serialize(new JsonObject
    {
        ["inputs"] = new JsonArray([.. inputs.Select(i => i.Flat())]),
        ["table"] = new JsonObject { ["zen"] = Languages.Zen(table: true), ["jsonRules"] = Languages.JsonRules(table: true) },
        ["rules"] = new JsonObject { ["zen"] = Languages.Zen(table: false), ["jsonRules"] = Languages.JsonRules(table: false) },
    });

    private static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;
}
