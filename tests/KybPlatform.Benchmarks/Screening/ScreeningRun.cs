using System.Diagnostics;
using System.Globalization;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;
using KybPlatform.UnitTests.Screening;

namespace KybPlatform.Benchmarks.Screening;

/// <summary>
/// The board of the name screening: how well it tells names apart beside plain Jaro-Winkler, what it finds of perturbed names and hits of ordinary ones, whether
/// a search finds exactly what comparing with every name finds, and how fast it is over the real lists and over a million entities.
/// </summary>
internal static class ScreeningRun
{
    /// <param name="args">Entities of the large index; 1,000,000 if absent, 0 for none.</param>
    public static int Run(string[] args)
    {
        var large = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        Pairs();
        var (un, sdn, cons) = (RealLists.Un, RealLists.Sdn, RealLists.Consolidated);
        Recall(un);
        var index = ScreeningIndex.Build([un, sdn, cons]);
        Ordinary("UN", ScreeningIndex.Build([un]));
        Ordinary("UN + SDN + consolidated", index);
        Exactness(index);
        Console.WriteLine(Speed("real lists", index, 4_000));
        if (large > 0)
        {
            var before = GC.GetTotalMemory(true);
            var begun = Stopwatch.GetTimestamp();
            var many = ScreeningIndex.Build([Many([.. un.Entities, .. sdn.Entities, .. cons.Entities], large)]);
            var took = Stopwatch.GetElapsedTime(begun);
            Console.WriteLine(Text($"{large} entities: {many.NameCount} names, built in {took.TotalSeconds:F1} s, {(GC.GetTotalMemory(true) - before) / 1048576.0:F0} MB"));
            Console.WriteLine(Speed("perturbed", many, 2_000));
        }
        return 0;
    }

    private static void Pairs()
    {
        var pairs = NamePairs.All.ToList();
        var ours = pairs.ConvertAll(p => (p.Same, Score: NameScorer.Compare(p.Schema, p.Name1, p.Name2).Score));
        var plain = pairs.ConvertAll(p => (p.Same, Score: JaroWinkler.Similarity(p.Name1, p.Name2)));
        var best = Enumerable.Range(60, 40).MaxBy(t => F1(plain, t / 100.0)) / 100.0;
        Console.WriteLine(Text($"{pairs.Count} labelled pairs: F1 {F1(ours, NameScorer.DefaultThreshold):F3} at {NameScorer.DefaultThreshold:F2}; plain Jaro-Winkler {F1(plain, best):F3} at its best threshold {best:F2}"));
    }

    private static void Recall(ListSnapshot un)
    {
        var (index, random) = (ScreeningIndex.Build([un]), new Random(11));
        var (found, all) = (0, 0);
        foreach (var (_, change) in NamePerturbation.Kinds)
        {
            foreach (var entity in un.Entities.Where(e => e.Schema == EntitySchema.Person))
            {
                all++;
                found += index.Screen(new ScreeningQuery { Name = change(entity.Name, random), Schema = entity.Schema }).Any(m => m.Entity.Id == entity.Id) ? 1 : 0;
            }
        }
        Console.WriteLine(Text($"{all} perturbed names of people on the UN list: recall {100.0 * found / all:F1} %"));
    }

    private static void Ordinary(string what, ScreeningIndex index)
    {
        var names = OrdinaryNames.All.ToList();
        var hits = names.Where(n => index.Screen(new ScreeningQuery { Name = n, Schema = EntitySchema.Person }).Length > 0).ToList();
        Console.WriteLine(Text($"{names.Count} ordinary names over {what}: {hits.Count} hit, {1000.0 * hits.Count / names.Count:F1} of 1,000 ({string.Join(", ", hits.Take(12))})"));
    }

    private static void Exactness(ScreeningIndex index)
    {
        var entities = index.Snapshots.SelectMany(s => s.Entities).ToArray();
        var prepared = entities.Select(e => (Entity: e, Names: e.Aliases.Append(ListAlias.Of(e.Name)).Select(a => (a.Strength, Name: NamePreparation.Prepare(a.Name, e.Schema))).ToArray())).ToArray();
        var (random, queries, expected, same) = (new Random(7), 150, 0, 0);
        for (var i = 0; i < queries; i++)
        {
            var entity = entities[random.Next(entities.Length)];
            var name = NamePerturbation.Kinds[i % NamePerturbation.Kinds.Count].Change(entity.Name, random);
            var query = NamePreparation.Prepare(name, entity.Schema);
            var scanned = prepared.Where(p => entity.Schema.IsComparableWith(p.Entity.Schema)
                && p.Names.Any(n => NameScorer.Score(query, n.Name) * Evidence.OfStrength(n.Strength, n.Name.Tokens.Length, null) >= NameScorer.DefaultThreshold)).Select(p => p.Entity.Key).ToHashSet();
            var searched = index.Screen(new ScreeningQuery { Name = name, Schema = entity.Schema, Limit = int.MaxValue }).Select(m => m.Entity.Key).ToHashSet();
            (expected, same) = (expected + scanned.Count, same + (scanned.SetEquals(searched) ? 1 : 0));
        }
        Console.WriteLine(Text($"exactness: {same} of {queries} searches find just what a scan with the same scorer finds ({expected} hits)"));
    }

    private static string Speed(string what, ScreeningIndex index, int count)
    {
        var (random, entities) = (new Random(5), index.Snapshots.SelectMany(s => s.Entities).ToArray());
        var ordinary = OrdinaryNames.All.ToArray();
        var queries = Enumerable.Range(0, count).Select(i => i % 2 == 0 && entities[random.Next(entities.Length)] is { } entity
            ? new ScreeningQuery { Name = NamePerturbation.Kinds[random.Next(NamePerturbation.Kinds.Count)].Change(entity.Name, random), Schema = entity.Schema, Limit = 20 }
            : new ScreeningQuery { Name = ordinary[random.Next(ordinary.Length)], Schema = EntitySchema.Person, Limit = 20 }).ToArray();
        foreach (var query in queries.Take(count / 4)) index.Screen(query);
        var times = new double[count];
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var one = Stopwatch.GetTimestamp();
            index.Screen(queries[i]);
            times[i] = Stopwatch.GetElapsedTime(one).TotalMilliseconds;
        }
        var rate = count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Array.Sort(times);
        return Text($"{what}, {index.EntityCount} entities, {index.NameCount} names: p50 {times[count / 2]:F2} ms, p99 {times[count * 99 / 100]:F2} ms, worst {times[^1]:F1} ms, {rate:F0} searches/s on one core");
    }

    private static ListSnapshot Many(ListEntity[] real, int count)
    {
        var random = new Random(3);
        var entities = Enumerable.Range(0, count).Select(i =>
        {
            var entity = real[i % real.Length];
            var name = entity.Aliases.Length > 0 && random.Next(2) == 0 ? entity.Aliases[random.Next(entity.Aliases.Length)].Name : entity.Name;
            for (var change = 0; change < 2; change++) name = NamePerturbation.Kinds[random.Next(NamePerturbation.Kinds.Count)].Change(name, random);
            return new ListEntity { Id = i.ToString("D7", CultureInfo.InvariantCulture), ListKey = "many", Schema = entity.Schema, Name = name };
        });
        return new ListSnapshot { ListKey = "many", Publisher = "perturbed", IsComplete = true, Sha256 = "", Entities = [.. entities] };
    }

    private static double F1(List<(bool Same, double Score)> pairs, double threshold)
    {
        var hit = pairs.Count(p => p.Same && p.Score >= threshold);
        return 2.0 * hit / ((2 * hit) + pairs.Count(p => !p.Same && p.Score >= threshold) + pairs.Count(p => p.Same && p.Score < threshold));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
