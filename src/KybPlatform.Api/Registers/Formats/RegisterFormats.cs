using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>How a dataset of one make is read.</summary>
/// <param name="Schemes">Under which its entities are found; null where the mapping tells.</param>
/// <param name="Exhaustive">Schemes of which a complete issue has every number.</param>
internal sealed record RegisterFormat(
    string Name, IReadOnlyList<string>? Schemes, IReadOnlyList<string> Exhaustive, Func<DatasetFile, RecordMapping?, CancellationToken, IAsyncEnumerable<RegisterRecord?>> Read);

/// <summary>The formats of datasets that can be imported.</summary>
internal static class RegisterFormats
{
    private static readonly IReadOnlyList<string> GleifSchemes = [GleifRecords.Lei, .. RegistrationAuthorities.All];

    private static readonly Dictionary<string, RegisterFormat> ByName = new RegisterFormat[]
    {
        new("companies_house", [CompaniesHouseRows.Crn], [CompaniesHouseRows.Crn], (f, _, ct) => Rows(f, CompaniesHouseRows.Needed, CompaniesHouseRows.Of, ct)),
        new("gleif", GleifSchemes, [GleifRecords.Lei], (f, _, ct) => Lines(f, GleifRecords.Of, ["data"], ct)),
        new("gleif_csv", GleifSchemes, [GleifRecords.Lei], (f, _, ct) => Rows(f, GleifRows.NeededOfEntities, GleifRows.Entity, ct)),
        new("gleif_xml", GleifSchemes, [GleifRecords.Lei], (f, _, ct) => GleifXml.ReadAsync(f.Content, ct)),
        new("gleif_relationships", [], [], (f, _, ct) => Lines(f, GleifRelationships.Of, ["data"], ct)),
        new("gleif_relationships_csv", [], [], (f, _, ct) => Rows(f, GleifRows.NeededOfRelationships, GleifRows.Relationship, ct)),
        new("sec_tickers", [SecRecords.Cik], [], (f, _, ct) => Many(f, SecRecords.OfTickers, ct)),
        new("sec_submissions", [SecRecords.Cik, SecRecords.Ein], [], (f, _, ct) => Lines(f, SecRecords.OfSubmissions, [], ct)),
        new("brreg", [BrregRecords.Orgnr], [BrregRecords.Orgnr], (f, _, ct) => Lines(f, BrregRecords.Of, ["_embedded", "enheter"], ct)),
        new("csv", null, [], (f, m, ct) => MappedRows(f, m!, ct)),
        new("jsonl", null, [], (f, m, ct) => Lines(f, l => MappedRecords.Of(m!, p => MappedRecords.At(l, p)), [], ct)),
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    public static RegisterFormat? Find(string name) => ByName.GetValueOrDefault(name);

    private static async IAsyncEnumerable<RegisterRecord?> Rows(
        DatasetFile file, IEnumerable<string> needed, Func<CsvRow, RegisterRecord?> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in CsvRows.ReadAsync(file, ',', System.Text.Encoding.UTF8, header: true, needed, ct)) yield return read(row);
    }

    private static async IAsyncEnumerable<RegisterRecord?> MappedRows(DatasetFile file, RecordMapping mapping, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in CsvRows.ReadAsync(file, mapping.Delimiter?[0] ?? ',', MappedRecords.EncodingOf(mapping), mapping.Header ?? true, MappedRecords.Needed(mapping), ct))
            yield return MappedRecords.Of(mapping, p => row[p]);
    }

    private static async IAsyncEnumerable<RegisterRecord?> Lines(
        DatasetFile file, Func<System.Text.Json.JsonElement, RegisterRecord?> read, IReadOnlyList<string> pages, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in JsonItems.ReadAsync(file.Content, pages, ct)) yield return read(item);
    }

    private static async IAsyncEnumerable<RegisterRecord?> Many(
        DatasetFile file, Func<System.Text.Json.JsonElement, IEnumerable<RegisterRecord?>> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in JsonItems.ReadAsync(file.Content, [], ct))
            foreach (var record in read(item)) yield return record;
    }
}
