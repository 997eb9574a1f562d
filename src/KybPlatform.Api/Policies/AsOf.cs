using System.Globalization;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Policies;

/// <summary>The instant of <c>?as_of=</c>: RFC 3339, or a date, which begins at 00:00 UTC.</summary>
internal static class AsOf
{
    public static Error Invalid => Error.Invalid("invalid_type", "as_of must be an instant as RFC 3339, or a date.", new FieldError("?as_of", "invalid_type", "An instant as RFC 3339, or a date."));

    /// <returns>Null for what is no instant.</returns>
    public static DateTimeOffset? Read(string? given, DateTimeOffset now) =>
        string.IsNullOrEmpty(given) ? now
        : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero)
        : given.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant
        : null;
}
