using System.Buffers;
using System.Globalization;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>RFC 3339 timestamps and durations such as <c>1h30m</c>, read and written with nanoseconds.</summary>
internal static class TimeText
{
    private static readonly (string Suffix, long Nanos)[] Units =
        [("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)];

    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    public static CelTimestamp? ParseTimestamp(string text)
    {
        // 2009-02-13T23:31:30[.fraction](Z|±hh:mm)
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return null;
        if (!Number(text, 0, 4, out var year) || !Number(text, 5, 2, out var month) || !Number(text, 8, 2, out var day)) return null;
        if (!Number(text, 11, 2, out var hour) || !Number(text, 14, 2, out var minute) || !Number(text, 17, 2, out var second)) return null;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
        var at = 19;
        if (!Fraction(text, ref at, out var nanos) || !Offset(text, at, out var offset)) return null;
        var days = new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        var seconds = days * 86_400L + hour * 3600 + minute * 60 + second - offset;
        return CelTimestamp.Create((Int128)seconds * CelDuration.NanosPerSecond + nanos);
    }

    private static bool Number(string text, int start, int length, out int number) =>
        int.TryParse(text.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Fraction(string text, ref int at, out long nanos)
    {
        nanos = 0;
        if (text[at] != '.') return true;
        var start = ++at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at == start || at - start > 9) return false;
        nanos = long.Parse(text[start..at].PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }

    private static bool Offset(string text, int at, out int seconds)
    {
        seconds = 0;
        var zone = text.AsSpan(at);
        if (zone is "Z" or "z") return true;
        if (zone.Length != 6 || zone[0] is not ('+' or '-') || zone[3] != ':') return false;
        if (!Number(text, at + 1, 2, out var hours) || !Number(text, at + 4, 2, out var minutes) || hours > 23 || minutes > 59) return false;
        seconds = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    public static string Format(CelTimestamp value)
    {
        var whole = DateTime.UnixEpoch.AddSeconds(value.Seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return $"{whole}{FractionText(value.Nanos)}Z";
    }

    public static CelDuration? ParseDuration(string text)
    {
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+")) rest = rest[1..];
        if (rest is "0") return new CelDuration(0);
        if (rest.IsEmpty || text.Length > 100) return null;
        Int128 total = 0;
        while (!rest.IsEmpty)
        {
            if (!Part(ref rest, out var nanos)) return null;
            total += nanos;
            if (total > (Int128)long.MaxValue + 1) return null;
        }
        if (isNegative) total = -total;
        return total > long.MaxValue ? null : new CelDuration((long)total);
    }

    /// <summary>One number with its unit, as in <c>1.5h</c>. Digits below a nanosecond are dropped.</summary>
    private static bool Part(ref ReadOnlySpan<char> rest, out Int128 nanos)
    {
        nanos = 0;
        var digits = rest.IndexOfAnyExcept(NumberParts);
        if (digits <= 0) return false;
        var number = rest[..digits];
        rest = rest[digits..];
        var letters = rest.IndexOfAny(NumberParts);
        var unit = letters < 0 ? rest : rest[..letters];
        rest = rest[unit.Length..];
        foreach (var (suffix, size) in Units)
        {
            if (!unit.SequenceEqual(suffix)) continue;
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 10_000_000_000_000_000_000m) return false;
            nanos = (Int128)decimal.Truncate(amount) * size + (Int128)decimal.Truncate((amount - decimal.Truncate(amount)) * size);
            return true;
        }
        return false;
    }

    public static string Format(CelDuration value)
    {
        var magnitude = (UInt128)Int128.Abs(value.Nanos);
        var seconds = (ulong)(magnitude / CelDuration.NanosPerSecond);
        var sign = value.Nanos < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}{FractionText((int)(magnitude % CelDuration.NanosPerSecond))}s");
    }

    private static string FractionText(int nanos) => nanos == 0 ? "" : "." + nanos.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
}
