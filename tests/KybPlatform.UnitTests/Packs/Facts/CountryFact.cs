using System.Globalization;

namespace KybPlatform.UnitTests.Packs.Facts;

/// <summary>What was read about one country and sender type, see the head of <c>Data/country-facts.tsv</c>. Kept apart from the packs, which are tested against it.</summary>
public sealed record CountryFact(
    string Country, string SenderType, string Verdict, IReadOnlyList<string> Kinds, IReadOnlyList<string> Fields, IReadOnlyList<string> Documents,
    string Address, string Registration, IReadOnlyList<string> Networks, string Certainty, DateOnly? AsOf)
{
    private static readonly Lazy<IReadOnlyList<CountryFact>> Rows = new(() => [.. Lines().Where(l => !l.StartsWith('#')).Skip(1).Select(Row)]);

    public static IReadOnlyList<CountryFact> All => Rows.Value;

    /// <summary>The sender types that the row speaks of: a number for messages whose kind is not said may be any of three of which nothing else was read.</summary>
    public IReadOnlyList<string> SenderTypes =>
        SenderType == "long_code" ? [.. ((string[])["local", "national", "mobile"]).Where(t => !All.Any(f => f.Country == Country && f.SenderType == t))] : [SenderType];

    /// <summary>The fields that one kind of applicant gives.</summary>
    public IEnumerable<string> FieldsOf(string applicant) => Of(Fields, applicant);

    /// <summary>The papers that one kind of applicant holds; a question mark at the end says that they are asked under a condition.</summary>
    public IEnumerable<string> DocumentsOf(string applicant) => Of(Documents, applicant);

    public override string ToString() => $"{Country} {SenderType}";

    private static IEnumerable<string> Of(IReadOnlyList<string> names, string applicant) =>
        names.Where(n => !n.Contains(':', StringComparison.Ordinal) || n.StartsWith(applicant + ":", StringComparison.Ordinal)).Select(n => n[(n.IndexOf(':', StringComparison.Ordinal) + 1)..]);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(CountryFact).Assembly.GetManifestResourceStream("packs/country-facts.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static CountryFact Row(string line)
    {
        var cells = line.Split('\t');
        return new CountryFact(
            cells[0], cells[1], cells[2], List(cells[3]), List(cells[4]), List(cells[5]), cells[6], cells[7], List(cells[8]), cells[9],
            cells[10].Length == 0 ? null : DateOnly.ParseExact(cells[10], "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static string[] List(string cell) => cell.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
