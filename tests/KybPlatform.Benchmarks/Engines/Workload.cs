using System.Globalization;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>One comparison of a fact with constants. <paramref name="Op"/> is ==, !=, in, &lt;, &gt; or &gt;=.</summary>
internal sealed record Clause(string Fact, string Op, params object[] Values);

/// <summary>Holds when all of the clauses do, and one of the alternatives, where there are any.</summary>
internal sealed record Rule(string Key, Clause[] All, params Clause[] Any);

/// <summary>One row of the table.</summary>
internal sealed record Cell(string Country, string SenderType, int Tier);

/// <summary>The table and the rules, written once; every engine gets them in its own language.</summary>
internal static class Workload
{
    public static string[] Countries { get; } = ["GB", "US", "CA", "DE", "FR"];

    public static string[] SenderTypes { get; } = ["alphanumeric", "local", "toll_free", "short_code"];

    public static Cell[] Table { get; } = [.. Countries.SelectMany((c, i) => SenderTypes.Select((s, j) => new Cell(c, s, (i * 7 + j * 3) % 10)))];

    public static Rule[] Rules { get; } =
    [
        new("prohibited_industry", [new("Industry", "in", "cannabis", "third_party_debt", "gambling")]),
        new("sole_proprietor_volume", [new("Type", "==", "sole_proprietor"), new("Volume", ">", 10_000L)]),
        new("ungated_alcohol", [new("Industry", "==", "alcohol_tobacco"), new("AgeGated", "==", false)]),
        new("promotional_nonprofit", [new("Purpose", "==", "promotional"), new("Type", "==", "nonprofit")]),
        new("links_in_codes", [new("Purpose", "==", "authentication"), new("HasLinks", "==", true)]),
        new("large_mixed", [new("Purpose", "==", "mixed"), new("Volume", ">=", 100_000L)]),
        new("lending", [new("Lending", "==", true), new("Country", "in", "US", "CA")]),
        new("small_short_code", [new("SenderType", "==", "short_code"), new("Volume", "<", 1_000L)]),
        new("toll_free_abroad", [new("SenderType", "==", "toll_free"), new("Country", "!=", "US"), new("Country", "!=", "CA")]),
        new("government_promotion", [new("Type", "==", "government"), new("Purpose", "!=", "transactional"), new("Purpose", "!=", "authentication")]),
        new("trust_by_name", [new("Type", "in", "trust", "other"), new("SenderType", "==", "alphanumeric"), new("Country", "==", "GB")]),
        new("political", [new("Industry", "==", "political")], new("Volume", ">", 50_000L), new("HasLinks", "==", true)),
    ];

    /// <summary>A table of 250 countries and 40 sender types.</summary>
    public static Cell[] LargeTable { get; } =
        [.. Enumerable.Range(0, 250).SelectMany(c => Enumerable.Range(0, 40).Select(s => new Cell(CountryAt(c), SenderAt(s), (c + s) % 10)))];

    public static string CountryAt(int index) => string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + index / 26)}{(char)('A' + index % 26)}");

    public static string SenderAt(int index) => index < SenderTypes.Length ? SenderTypes[index] : string.Create(CultureInfo.InvariantCulture, $"sender_{index}");
}
