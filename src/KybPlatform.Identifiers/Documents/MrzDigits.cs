namespace KybPlatform.Identifiers.Documents;

/// <summary>Check digits of ICAO Doc 9303 part 3 (weights 7, 3, 1; letters from 10; filler 0) and the confusions of optical readers.</summary>
internal static class MrzDigits
{
    private const string Letters = "OQDILZSBGT";
    private const string Numerals = "0001125867";

    /// <summary>Adds to a running sum, so that a composite over several slices is one calculation.</summary>
    public static int Sum(ReadOnlySpan<char> field, ref int position)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        foreach (var c in field)
            sum += Value(c) * weights[position++ % 3];
        return sum;
    }

    public static char Check(ReadOnlySpan<char> field)
    {
        var position = 0;
        return (char)('0' + (Sum(field, ref position) % 10));
    }

    /// <summary>An empty optional field may carry a filler instead of 0.</summary>
    public static bool Agrees(ReadOnlySpan<char> field, char check) =>
        Check(field) == check || (check == '<' && field.IndexOfAnyExcept('<') < 0);

    public static bool IsAllowed(char c) => c is '<' or (>= '0' and <= '9') or (>= 'A' and <= 'Z');

    /// <summary>The numeral that a reader may have taken for this letter; the character itself when there is none.</summary>
    public static char AsNumeral(char c) => Letters.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Numerals[at] : c;

    /// <summary>The other reading in a field that may hold both letters and numerals; the character itself when there is none.</summary>
    public static char OtherReading(char c) => c switch
    {
        'O' => '0',
        '0' => 'O',
        'I' => '1',
        '1' => 'I',
        'S' => '5',
        '5' => 'S',
        'B' => '8',
        '8' => 'B',
        'Z' => '2',
        '2' => 'Z',
        'G' => '6',
        '6' => 'G',
        _ => c,
    };

    private static int Value(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => 0,
    };
}
