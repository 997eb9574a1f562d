using System.Globalization;
using System.Text;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>Code points with something in common, as one item of a set: a general category, a script, or a class of ASCII.</summary>
internal abstract class PatternGroup
{
    public abstract bool Contains(Rune rune);

    /// <summary>Null for a name that RE2 does not have.</summary>
    public static PatternGroup? Named(string name) =>
        name == "Any" ? new Ranges([(0, PatternSetParser.Last)]) : Category.Of(name) ?? PatternScripts.Find(name);

    /// <summary>Ranges in order, none of which touch.</summary>
    internal sealed class Ranges((int From, int To)[] ranges) : PatternGroup
    {
        public override bool Contains(Rune rune)
        {
            var (low, high) = (0, ranges.Length - 1);
            while (low <= high)
            {
                var middle = (low + high) >> 1;
                var (from, to) = ranges[middle];
                if (rune.Value < from) high = middle - 1;
                else if (rune.Value > to) low = middle + 1;
                else return true;
            }

            return false;
        }
    }

    /// <summary>A general category, or all that begin with its letter: Lu is an L.</summary>
    private sealed class Category(bool[] members) : PatternGroup
    {
        /// <summary>In the order of <see cref="UnicodeCategory"/>.</summary>
        private static readonly string[] Names =
        [
            "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
            "Sm", "Sc", "Sk", "So", "Cn",
        ];

        public static Category? Of(string name)
        {
            if (name.Length is not (1 or 2)) return null;
            var members = Array.ConvertAll(Names, n => n.StartsWith(name, StringComparison.Ordinal));
            return Array.IndexOf(members, true) < 0 ? null : new Category(members);
        }

        public override bool Contains(Rune rune) => members[(int)Rune.GetUnicodeCategory(rune)];
    }
}
