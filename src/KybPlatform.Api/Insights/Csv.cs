using System.Globalization;
using System.Text;
using KybPlatform.Api.Http;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Insights;

/// <summary>The same figures as a table (RFC 4180) for whoever sends <c>Accept: text/csv</c>.</summary>
internal static class Csv
{
    public const string ContentType = "text/csv";

    public static bool IsAsked(HttpContext http) => http.Request.GetTypedHeaders().Accept is { Count: > 0 } accept && accept.MaxBy(a => a.Quality ?? 1)?.MediaType == ContentType;

    public static Answer Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder().AppendJoin(',', header).Append("\r\n");
        foreach (var row in rows) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return new Answer(200, Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8");
    }

    private static string Cell(object? value)
    {
        var text = value switch { null => "", IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), _ => value.ToString()! };
        // What a spreadsheet would run as a formula is text.
        if (value is string && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]) text = "'" + text;
        return text.IndexOfAny([',', '"', '\r', '\n']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
