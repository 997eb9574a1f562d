using System.Globalization;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Doubles as text: the shortest digits that read back to the same number.</summary>
internal static class NumberText
{
    /// <summary>With an exponent below 1e-4 and from 1e21 on, else plain digits.</summary>
    public static string Format(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        var magnitude = Math.Abs(value);
        return magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e21) ? Scientific(value) : Plain(value);
    }

    /// <summary>Plain decimal digits, however many, with no exponent.</summary>
    public static string Plain(double value)
    {
        if (!double.IsFinite(value)) return Format(value);
        var (sign, digits, exponent) = Digits(value);
        if (exponent >= digits.Length) return sign + digits.PadRight(exponent, '0');
        return exponent > 0 ? $"{sign}{digits[..exponent]}.{digits[exponent..]}" : $"{sign}0.{new string('0', -exponent)}{digits}";
    }

    private static string Scientific(double value)
    {
        var (sign, digits, exponent) = Digits(value);
        var power = exponent - 1;
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
    }

    /// <summary>The number as 0.digits × 10^exponent, without zeros at either end.</summary>
    private static (string Sign, string Digits, int Exponent) Digits(double value)
    {
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var power = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var number = mark < 0 ? shortest : shortest[..mark];
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var all = number.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var exponent = (point < 0 ? number.Length : point) - (all.Length - digits.Length) + power;
        digits = digits.TrimEnd('0');
        var sign = double.IsNegative(value) ? "-" : "";
        return digits.Length == 0 ? (sign, "0", 1) : (sign, digits, exponent);
    }
}
