using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Uk;

/// <summary>Where each column of a table stands.</summary>
internal sealed class UkColumns
{
    private readonly Dictionary<string, int> _places;
    private readonly int _count;

    private UkColumns(Dictionary<string, int> places, int count) => (_places, _count) = (places, count);

    public int this[string column] => _places.GetValueOrDefault(column, -1);

    /// <summary>Null where the row is not the header of this layout.</summary>
    public static UkColumns? From(CsvRow row, UkLayout layout)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < row.Fields.Length; i++)
            places.TryAdd(Plain(row.Fields[i]), i);
        return new[] { layout.Key, "name1", "name6", layout.NameType, layout.Kind, layout.Birth }.All(places.ContainsKey) ? new UkColumns(places, row.Fields.Length) : null;
    }

    /// <summary>A row of text has as many fields as the header; a sheet leaves empty cells at the end out.</summary>
    public string[] Check(CsvRow row, SourceFile file, bool isSheet)
    {
        if (isSheet ? row.Fields.Length > _count : row.Fields.Length != _count)
            throw new ListBrokenException("wrong_column_count", $"{row.Fields.Length} columns where the header has {_count}.", file.Name, row.Line);
        return row.Fields;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

/// <summary>One row by column name.</summary>
internal readonly struct UkRow(string[] fields, UkColumns columns)
{
    /// <summary>Null where the column is not there or the field empty.</summary>
    public string? this[string column] => columns[column] is var at && at >= 0 && at < fields.Length && fields[at].Trim() is { Length: > 0 } value ? value : null;

    /// <summary>Names 1 to 5, then the last name, which for bodies is the whole name.</summary>
    public string? Name
    {
        get
        {
            var row = this;
            var parts = Enumerable.Range(1, 6).Select(i => row[$"name{i}"]).OfType<string>();
            return string.Join(' ', parts) is { Length: > 0 } name ? name : null;
        }
    }
}
