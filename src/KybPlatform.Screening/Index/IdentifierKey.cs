namespace KybPlatform.Screening.Index;

/// <summary>Evens out how numbers are written: letters and digits only, upper case. Null for values too short to identify.</summary>
internal static class IdentifierKey
{
    private const int Shortest = 5;

    public static string? Of(string value)
    {
        var key = string.Concat(value.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return key.Length >= Shortest ? key : null;
    }
}
