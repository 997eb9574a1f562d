using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KybPlatform.Api.Http;

/// <summary>One page of a list, newest first unless the route says otherwise; stable while rows are added.</summary>
public sealed record Page<T>(IReadOnlyList<T> Data, bool HasMore, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);

/// <summary><c>?limit=1..100&amp;after=cursor</c> of every list.</summary>
public sealed class PageQuery
{
    private PageQuery(int limit, Guid? after, long? position, Error? error) => (Limit, After, Position, Error) = (limit, after, position, error);

    public int Limit { get; }

    /// <summary>The id that the previous page ended with.</summary>
    public Guid? After { get; }

    /// <summary>The position that the previous page ended with, where the list is ordered by position.</summary>
    public long? Position { get; }

    public Error? Error { get; }

    /// <summary>Of a list of rows, which goes on behind an id.</summary>
    public static PageQuery Read(HttpContext http) => Read(http, ofPositions: false);

    /// <summary>Of a list that goes on behind a position.</summary>
    public static PageQuery ReadPosition(HttpContext http) => Read(http, ofPositions: true);

    // A cursor of another list would be read as none, and the list begun anew for ever.
    private static PageQuery Read(HttpContext http, bool ofPositions)
    {
        var limit = 20;
        if (http.Request.Query.TryGetValue("limit", out var given) &&
            (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 100))
            return Refuse("?limit", "out_of_range", "limit is a whole number from 1 to 100.");
        if (!http.Request.Query.TryGetValue("after", out var after) || after.ToString().Length == 0) return new(limit, null, null, null);
        return Cursor.Read(after.ToString()) switch
        {
            { Id: { } id } when !ofPositions => new(limit, id, null, null),
            { Position: { } position } when ofPositions => new(limit, null, position, null),
            _ => new(0, null, null, InvalidCursor),
        };
    }

    /// <summary>The refusal of a cursor that this list did not give.</summary>
    public static Error InvalidCursor => Fault("?after", "invalid_cursor", "after is a next_cursor of the same list.");

    /// <summary>Makes the page of up to <see cref="Limit"/> rows out of one row more.</summary>
    public Page<TOut> Of<TRow, TOut>(IReadOnlyList<TRow> rows, Func<TRow, TOut> view, Func<TRow, Guid> id) =>
        new([.. rows.Take(Limit).Select(view)], rows.Count > Limit, rows.Count > Limit ? Cursor.Write(id(rows[Limit - 1])) : null);

    private static PageQuery Refuse(string pointer, string code, string detail) => new(0, null, null, Fault(pointer, code, detail));

    private static Error Fault(string pointer, string code, string detail) =>
        Error.Invalid(code, detail, new FieldError(pointer, code, detail)) with { OfShape = true };
}

/// <summary>An opaque place in a list. It carries no tenant: the list that reads it is already the tenant's own.</summary>
internal static class Cursor
{
    public static string Write(Guid id) => "i" + Convert.ToHexStringLower(id.ToByteArray(bigEndian: true));

    public static string Write(long position) => "p" + position.ToString(CultureInfo.InvariantCulture);

    public static (Guid? Id, long? Position) Read(string cursor)
    {
        if (cursor is ['i', .. var hex] && hex.Length == 32 && Convert.FromHexString(hex, new byte[16], out _, out _) == System.Buffers.OperationStatus.Done)
            return (new Guid(Convert.FromHexString(hex), bigEndian: true), null);
        if (cursor is ['p', .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            return (null, position);
        return (null, null);
    }
}
