using System.Collections.Immutable;
using KybPlatform.Identifiers.CheckDigits;
using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers;

/// <summary>One series of numbers that an authority issues: its names, shape, check rule and print form. Immutable.</summary>
public sealed class IdentifierScheme
{
    internal IdentifierScheme(string code, IdentifierKind kind, string name, string mask, string authority)
    {
        Code = code;
        Country = code[..code.IndexOf(':', StringComparison.Ordinal)] is var scope && scope.Length > 2 ? scope[..2] : scope;
        Kind = kind;
        Name = name;
        Authority = authority;
        Mask = Mask.Parse(mask);
    }

    /// <summary>Canonical code: country (or US state), colon, short label: <c>FR:SIREN</c>, <c>US-DE:FILE</c>, <c>XX:LEI</c>.</summary>
    public string Code { get; }

    /// <summary>ISO 3166-1 alpha-2, or <c>XX</c> for schemes of no single country.</summary>
    public string Country { get; }

    public IdentifierKind Kind { get; }

    public string Name { get; }

    /// <summary>Who issues the number, or the standard that defines it.</summary>
    public string Authority { get; }

    /// <summary>Other labels that resolve to this scheme, with country: <c>GB:COMPANY</c>.</summary>
    public ImmutableArray<string> Aliases { get; internal init; } = [];

    /// <summary>The shape of a normalized value as an anchored regular expression.</summary>
    public string Pattern => Mask.ToRegex();

    /// <summary>Name of the check-digit family; null when there is none or none is published.</summary>
    public string? CheckFamily => Check?.Family;

    /// <summary>Values that pass. Companies' numbers are public-register facts or constructed; people's are constructed or official specimens.</summary>
    public ImmutableArray<string> Examples { get; internal init; } = [];

    public IdentifierCertainty Certainty { get; internal init; } = IdentifierCertainty.Reported;

    /// <summary>The number can identify a natural person or opens tax files: encrypt and mask it. Always true for person schemes.</summary>
    public bool Sensitive { get => _sensitive || Kind == IdentifierKind.Person; internal init => _sensitive = value; }

    internal Mask Mask { get; }

    internal CheckRule? Check { get; init; }

    /// <summary>A test of parts that the shape cannot express (dates, assigned prefixes). False makes the format wrong.</summary>
    internal PartRule? Parts { get; init; }

    /// <summary>Space-separated labels of the same country; a label with its own colon is taken whole.</summary>
    internal string Also { init => Aliases = [.. value.Split(' ').Select(Qualified)]; }

    /// <summary>Leading words that writers add (a VAT country prefix, the label itself); removed only if the value does not fit with them.</summary>
    internal ImmutableArray<string> Prefixes { get; init; } = [];

    internal ImmutableArray<string> Suffixes { get; init; } = [];

    /// <summary>What writers put before a number: the country, the scheme's own labels, "No". Removed only if what is left has the right shape.</summary>
    internal ImmutableArray<string> LeadingWords => field.IsDefault ? field = FindLeadingWords() : field;

    /// <summary>Separator characters that carry meaning here and stay.</summary>
    internal string Keep { get; init; } = "";

    /// <summary>Replaces the usual cleaning where a value is a small text (court and number). Null: not readable that way.</summary>
    internal Func<string, string?>? Reader { get; init; }

    /// <summary>Print forms: <c>#</c> takes the next character, anything else is printed. The first with the right number of <c>#</c> is used.</summary>
    internal ImmutableArray<string> Display { get; init; } = [];

    /// <summary>Full length of values that often lose leading zeros; 0 where they do not.</summary>
    internal int ZerosTo { get; init; }

    /// <summary>Restore lost zeros without asking: only where the authority says so and a two-digit check then agrees.</summary>
    internal bool RestoresZeros { get; init; }

    internal Func<string, DerivedIdentifier[]>? Derive { get; init; }

    internal Func<string, IdentifierHints>? Hint { get; init; }

    private readonly bool _sensitive;

    /// <summary>Prints a normalized value; returns it unchanged when no print form fits.</summary>
    public string Format(string normalized)
    {
        ArgumentNullException.ThrowIfNull(normalized);
        foreach (var form in Display)
        {
            if (form.AsSpan().Count('#') == normalized.Length)
                return string.Create(form.Length, (form, normalized), static (target, state) => Fill(target, state.form, state.normalized));
        }

        return normalized;
    }

    public override string ToString() => Code;

    private string Qualified(string label) =>
        label.Contains(':', StringComparison.Ordinal) ? label : string.Concat(Code.AsSpan(0, Code.IndexOf(':', StringComparison.Ordinal) + 1), label);

    private ImmutableArray<string> FindLeadingWords() =>
    [
        .. Prefixes,
        .. Aliases.Prepend(Code).Select(SchemeKey.Of).Where(name => name.StartsWith(Country, StringComparison.Ordinal)).Select(name => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]),
        Country, "REG", "NUMBER", "NUMMER", "NO", "NR", "N",
    ];

    private static void Fill(Span<char> target, string form, string value)
    {
        var next = 0;
        for (var i = 0; i < form.Length; i++)
            target[i] = form[i] == '#' ? value[next++] : form[i];
    }
}

/// <summary>True when the parts of a well-shaped value can exist.</summary>
internal delegate bool PartRule(ReadOnlySpan<char> value);
