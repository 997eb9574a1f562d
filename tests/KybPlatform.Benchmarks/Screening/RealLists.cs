using KybPlatform.Screening.Lists;

namespace KybPlatform.Benchmarks.Screening;

/// <summary>The real lists, from the folder that KYB_SHARED names or beside the repository.</summary>
internal static class RealLists
{
    public static ListSnapshot Sdn2019 => Read(ListKeys.OfacSdn, "ofac/2019-01", "sdn.csv", "alt.csv", "add.csv");

    public static ListSnapshot Sdn => Read(ListKeys.OfacSdn, "ofac/2021-07", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv");

    public static ListSnapshot Un => Read(ListKeys.Un, "un", "UN_consolidated_2026-02-27.xml");

    public static ListSnapshot Consolidated => Read(ListKeys.OfacConsolidated, "ofac-consolidated/2025-12", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv");

    private static ListSnapshot Read(string key, string folder, params string[] names)
    {
        var root = Environment.GetEnvironmentVariable("KYB_SHARED") ?? Path.Combine(AppContext.BaseDirectory, "../../../../../../shared");
        var files = names.Select(n => new ListFile(n, () => File.OpenRead(Path.Combine(root, "data/sanctions", folder, n)))).ToList();
        var reading = ListFormats.Read(key, files, new ListReadOptions(DateTimeOffset.UnixEpoch));
        return reading.Snapshot ?? throw new InvalidOperationException($"{reading.Refusal}");
    }
}
