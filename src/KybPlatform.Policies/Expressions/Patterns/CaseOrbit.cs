using System.Collections.Frozen;
using System.Text;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>Code points that are one letter where case is ignored: Unicode's simple case folding, as RE2 has it. The Kelvin sign is a k, and a final sigma a sigma.</summary>
internal static class CaseOrbit
{
    /// <summary>So many at most.</summary>
    public const int Longest = 4;

    // Those of more than two members; of all others the small and the capital letter lead to each other.
    private static readonly FrozenDictionary<int, Rune[]> Long = new[]
    {
        "Kk\u212A", "Ss\u017F", "\u00C5\u00E5\u212B", "\u01C4\u01C5\u01C6", "\u01C7\u01C8\u01C9", "\u01CA\u01CB\u01CC", "\u01F1\u01F2\u01F3",
        "\u0392\u03B2\u03D0", "\u0395\u03B5\u03F5", "\u0398\u03B8\u03D1\u03F4", "\u0345\u0399\u03B9\u1FBE", "\u039A\u03BA\u03F0", "\u00B5\u039C\u03BC",
        "\u03A0\u03C0\u03D6", "\u03A1\u03C1\u03F1", "\u03A3\u03C2\u03C3", "\u03A6\u03C6\u03D5", "\u03A9\u03C9\u2126", "\u0412\u0432\u1C80", "\u0414\u0434\u1C81",
        "\u041E\u043E\u1C82", "\u0421\u0441\u1C83", "\u0422\u0442\u1C84\u1C85", "\u042A\u044A\u1C86", "\u0462\u0463\u1C87", "\u1E60\u1E61\u1E9B", "\u1C88\uA64A\uA64B",
    }.SelectMany(orbit => orbit.EnumerateRunes().Select(rune => (rune.Value, Orbit: orbit.EnumerateRunes().ToArray()))).ToFrozenDictionary(o => o.Value, o => o.Orbit);

    /// <summary>Writes all that are the same letter, the given one among them.</summary>
    /// <returns>How many.</returns>
    public static int Of(Rune rune, Span<Rune> into)
    {
        if (Long.TryGetValue(rune.Value, out var orbit))
        {
            orbit.CopyTo(into);
            return orbit.Length;
        }

        (into[0], into[1], into[2]) = (rune, Rune.ToLowerInvariant(rune), Rune.ToUpperInvariant(rune));
        return 3;
    }
}
