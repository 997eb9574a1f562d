using System.Globalization;
using System.Text;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>A set of code points: ranges and general categories, perhaps without regard to case, perhaps turned around.</summary>
internal sealed class PatternSet
{
    private readonly (int From, int To)[] _ranges;
    private readonly (string Name, bool IsNegated)[] _categories;
    private readonly bool _isNegated;
    private readonly bool _ignoresCase;
    private readonly bool[] _ascii = new bool[128];

    public PatternSet(IEnumerable<(int From, int To)> ranges, IEnumerable<(string Name, bool IsNegated)> categories, bool isNegated, bool ignoresCase)
    {
        _ranges = [.. ranges];
        _categories = [.. categories];
        _isNegated = isNegated;
        _ignoresCase = ignoresCase;
        for (var c = 0; c < _ascii.Length; c++) _ascii[c] = Look(new Rune(c));
    }

    public bool Contains(Rune rune) => rune.IsAscii ? _ascii[rune.Value] : Look(rune);

    private bool Look(Rune rune)
    {
        var isIn = Holds(rune) || (_ignoresCase && (Holds(Rune.ToLowerInvariant(rune)) || Holds(Rune.ToUpperInvariant(rune))));
        return isIn != _isNegated;
    }

    private bool Holds(Rune rune)
    {
        foreach (var (from, to) in _ranges)
        {
            if (rune.Value >= from && rune.Value <= to) return true;
        }
        foreach (var (name, isNegated) in _categories)
        {
            if (IsOf(Rune.GetUnicodeCategory(rune), name) != isNegated) return true;
        }
        return false;
    }

    /// <summary>True for the category itself, and for its first letter alone: Lu is an L.</summary>
    private static bool IsOf(UnicodeCategory category, string name) => Names[(int)category].StartsWith(name, StringComparison.Ordinal);

    public static bool IsCategory(string name) => name.Length is 1 or 2 && Names.Any(n => n.StartsWith(name, StringComparison.Ordinal));

    /// <summary>In the order of <see cref="UnicodeCategory"/>.</summary>
    private static readonly string[] Names =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Cn",
    ];
}
