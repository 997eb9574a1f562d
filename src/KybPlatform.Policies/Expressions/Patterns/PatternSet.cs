using System.Text;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>A set of code points: ranges and groups, perhaps without regard to case, perhaps turned around.</summary>
internal sealed class PatternSet
{
    private readonly (int From, int To)[] _ranges;
    private readonly (PatternGroup Of, bool IsNegated)[] _groups;
    private readonly bool _isNegated;
    private readonly bool _ignoresCase;
    private readonly bool[] _ascii = new bool[128];

    public PatternSet(IEnumerable<(int From, int To)> ranges, IEnumerable<(PatternGroup Of, bool IsNegated)> groups, bool isNegated, bool ignoresCase)
    {
        _ranges = [.. ranges];
        _groups = [.. groups];
        _isNegated = isNegated;
        _ignoresCase = ignoresCase;
        for (var c = 0; c < _ascii.Length; c++) _ascii[c] = Look(new Rune(c));
    }

    public bool Contains(Rune rune) => rune.IsAscii ? _ascii[rune.Value] : Look(rune);

    private bool Look(Rune rune)
    {
        Span<Rune> alike = stackalloc Rune[CaseOrbit.Longest];
        alike[0] = rune;
        return Holds(alike[..(_ignoresCase ? CaseOrbit.Of(rune, alike) : 1)]) != _isNegated;
    }

    /// <summary>What is left out of a group is what is like nothing in it: without regard to case, no a is among what is no capital letter.</summary>
    private bool Holds(ReadOnlySpan<Rune> alike)
    {
        foreach (var (from, to) in _ranges)
        {
            foreach (var rune in alike)
            {
                if (rune.Value >= from && rune.Value <= to) return true;
            }
        }

        foreach (var (group, isNegated) in _groups)
        {
            if (AnyIn(group, alike) != isNegated) return true;
        }

        return false;
    }

    private static bool AnyIn(PatternGroup group, ReadOnlySpan<Rune> alike)
    {
        foreach (var rune in alike)
        {
            if (group.Contains(rune)) return true;
        }

        return false;
    }
}
