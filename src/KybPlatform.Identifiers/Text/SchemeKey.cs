namespace KybPlatform.Identifiers.Text;

/// <summary>The form under which schemes are looked up: country, colon, label in plain capital letters and digits.</summary>
internal static class SchemeKey
{
    private const string Accented = "ÁÀÂÄÃÅĀÇČĆÐÉÈÊËĒÍÌÎÏĪÑŇÓÒÔÖÕØŌŘŠŚȘŞŢȚÚÙÛÜŪŮÝŽŹŻŁĞİ";
    private const string Plain = "AAAAAAACCCDEEEEEIIIIINNOOOOOOORSSSSTTUUUUUUYZZZLGI";

    public static string Of(string name)
    {
        var (left, label) = Split(name);
        Span<char> key = stackalloc char[left.Length + label.Length + 1];
        return key[..Write(left, label, key)].ToString();
    }

    /// <summary>Country before a colon, or before one of <c>- _ . /</c> after exactly two letters; otherwise all is label.</summary>
    public static SchemeName Split(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        var colon = name.IndexOf(':');
        if (colon >= 0)
            return new SchemeName(name[..colon].Trim(), name[(colon + 1)..]);
        return name.Length > 3 && char.IsAsciiLetter(name[0]) && char.IsAsciiLetter(name[1]) && name[2] is '-' or '_' or '.' or '/'
            ? new SchemeName(name[..2], name[3..])
            : new SchemeName([], name);
    }

    public static int Write(ReadOnlySpan<char> country, ReadOnlySpan<char> label, Span<char> target)
    {
        var length = WriteCountry(country, target);
        target[length++] = ':';
        foreach (var given in label)
        {
            var c = char.ToUpperInvariant(given);
            c = Unaccented(c);
            if (char.IsLetterOrDigit(c) || c == '_')
                target[length++] = c;
        }

        return length;
    }

    /// <summary>The letter without its accent; any other character as it is.</summary>
    public static char Unaccented(char c) => Accented.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : c;

    public static string CountryCode(string country)
    {
        Span<char> code = stackalloc char[Math.Min(country.Length, 8)];
        return code[..WriteCountry(country.AsSpan()[..code.Length].Trim(), code)].ToString();
    }

    /// <summary>Everyday and VAT codes that differ from ISO 3166-1: UK, EL; dashes stand for "no country".</summary>
    private static int WriteCountry(ReadOnlySpan<char> country, Span<char> target)
    {
        country.ToUpperInvariant(target);
        var alias = target[..country.Length] switch
        {
            "UK" => "GB",
            "EL" => "GR",
            "--" or "GLOBAL" => "XX",
            _ => null,
        };
        if (alias is null)
            return country.Length;
        alias.CopyTo(target);
        return alias.Length;
    }
}

/// <summary>The two halves of a scheme name.</summary>
internal readonly ref struct SchemeName(ReadOnlySpan<char> country, ReadOnlySpan<char> label)
{
    private readonly ReadOnlySpan<char> _country = country;
    private readonly ReadOnlySpan<char> _label = label;

    public void Deconstruct(out ReadOnlySpan<char> country, out ReadOnlySpan<char> label)
    {
        country = _country;
        label = _label;
    }
}
