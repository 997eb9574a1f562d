using System.Globalization;
using System.Text.RegularExpressions;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Uk;

/// <summary>Gathers the rows of one party.</summary>
internal sealed partial class UkParty(string id, long line, Action<string> unreadDate)
{
    private readonly PartyParts _parts = new(unreadDate);
    private readonly SortedSet<string> _regimes = new(StringComparer.Ordinal);
    private string? _primary;
    private string? _first;
    private string? _kind;
    private string? _remarks;

    public void Add(UkRow row, UkLayout layout)
    {
        _kind ??= row[layout.Kind];
        _remarks ??= row["otherinformation"];
        _first ??= row.Name;
        if (_primary is null && string.Equals(row[layout.NameType], "primary name", StringComparison.OrdinalIgnoreCase))
            _primary = row.Name;
        _parts.Alias(row.Name, row[layout.Strength] is { } strength && strength.StartsWith("low", StringComparison.OrdinalIgnoreCase));
        _parts.Alias(row["namenonlatinscript"]);
        if (row[layout.Birth] is { } birth)
            AddBirth(birth);
        foreach (var country in Several(row[layout.Nationality]))
            _parts.Country(country);
        foreach (var (column, kind) in layout.Numbers)
            foreach (var number in Several(row[column]))
                _parts.Known(kind, number, null);
        _parts.Address(Enumerable.Range(1, 4).Select(i => row[$"{layout.Address}{i}"]), [row[$"{layout.Address}5"], row[$"{layout.Address}6"], row[layout.Postcode]], row[layout.Country]);
        if (layout.Flag is { } flag)
            _parts.Country(row[flag]);
        if (row[layout.Regime] is { } regime)
            _regimes.Add(regime);
    }

    public ListEntity ToEntity(UkLayout layout, SourceFile file)
    {
        var name = _primary ?? _first ?? throw new ListBrokenException("missing_name", $"Entry {id} has no name.", file.Name, line);
        return _parts.Entity(layout.ListKey, id, Schema(file), name) with { Programs = [.. _regimes], Remarks = _remarks };
    }

    private EntitySchema Schema(SourceFile file) => _kind?.ToLowerInvariant() switch
    {
        "individual" => EntitySchema.Person,
        "entity" => EntitySchema.Organization,
        "ship" => EntitySchema.Vessel,
        var other => throw new ListBrokenException("unknown_type", $"Entry {id} has the unknown type '{other}'.", file.Name, line),
    };

    // dd/mm/yyyy, where 00 stands for a day or month that is not known.
    private void AddBirth(string text)
    {
        foreach (var one in Several(text))
        {
            var parts = one.Split('/');
            if (parts is [var day, var month, { Length: 4 } year] && int.TryParse(day, CultureInfo.InvariantCulture, out var d) && int.TryParse(month, CultureInfo.InvariantCulture, out var m))
                _parts.Born(d == 0 ? m == 0 ? year : string.Create(CultureInfo.InvariantCulture, $"{year}-{m:00}") : string.Create(CultureInfo.InvariantCulture, $"{year}-{m:00}-{d:00}"));
            else
                _parts.Born(one);
        }
    }

    // "Syria; Lebanon", "(1) Syria (2) Lebanon".
    private static IEnumerable<string> Several(string? text) => text is null ? [] : (text.StartsWith("(1)", StringComparison.Ordinal) ? Numbered().Split(text) : text.Split([';', '|', '\n']))
        .Select(t => t.Trim()).Where(t => t.Length > 0);

    [GeneratedRegex(@"\(\d{1,2}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
