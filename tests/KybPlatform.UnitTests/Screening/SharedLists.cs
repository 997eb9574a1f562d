using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>The real list files, which lie beside the repository where they are at hand. Tests that need them skip themselves otherwise.</summary>
internal static class SharedLists
{
    public const string Reason = "The real list files are not at hand: they are looked for in ../shared/data beside the repository or in KYB_SHARED.";

    private static readonly string? Folder = Find();

    public static ListSnapshot Sdn2021 => Read(ListKeys.OfacSdn, "ofac/2021-07", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv");

    public static ListSnapshot Sdn2019 => Read(ListKeys.OfacSdn, "ofac/2019-01", "sdn.csv", "alt.csv", "add.csv");

    public static ListSnapshot Consolidated =>
        Read(ListKeys.OfacConsolidated, "ofac-consolidated/2025-12", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv");

    public static ListSnapshot Un => Read(ListKeys.Un, "un", "UN_consolidated_2026-02-27.xml");

    public static ListSnapshot ConsolidatedEnhanced => Read(ListKeys.OfacConsolidated, "ofac-consolidated/2025-01", "CONS_ENHANCED.ZIP");

    public static ListSnapshot DeniedPersons(string issue) => Read(ListKeys.UsDeniedPersons, "us-bis-dpl", issue);

    public static string TextOf(string path) => File.ReadAllText(PathOf(path));

    private static ListSnapshot Read(string key, string folder, params string[] names)
    {
        var files = names.Select(n => ListFile.Of(n, File.ReadAllBytes(PathOf($"{folder}/{n}")))).ToList();
        var reading = ListFormats.Read(key, files, new ListReadOptions(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        return reading.Snapshot ?? throw new InvalidOperationException($"A real list was refused: {reading.Refusal}");
    }

    private static string PathOf(string path)
    {
        Assert.SkipWhen(Folder is null, Reason);
        return Path.Combine(Folder!, path);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KYB_SHARED") is { Length: > 0 } given)
            return Existing(Path.Combine(given, "data", "sanctions"));
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln")))
                return Existing(Path.Combine(folder.FullName, "..", "shared", "data", "sanctions"));
        }
        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
