using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers;

/// <summary>
/// Checks numbers by shape and check digit. Pure and total: no input throws, the same input always gives the same result.
/// Spaces, dots, dashes, slashes, parentheses, case, full-width and foreign digits do not matter, nor do a country prefix or a label before the number.
/// </summary>
public static class IdentifierValidator
{
    /// <summary>
    /// Validates a value under a scheme. Without a scheme the best fitting one of the country is taken (see <see cref="Suggest"/>);
    /// <c>EU:VAT</c> takes the country from the value's own prefix.
    /// </summary>
    /// <param name="schemeOrAlias">Code, alias, or a bare label together with a country; null or empty to let the country decide.</param>
    /// <param name="value">The number as written.</param>
    /// <param name="country">Used where the scheme does not name one; a scheme's own country wins.</param>
    /// <param name="kind">Limits the choice when no scheme is named.</param>
    public static IdentifierResult Validate(string? schemeOrAlias, string? value, string? country = null, IdentifierKind? kind = null)
    {
        if (string.IsNullOrWhiteSpace(schemeOrAlias))
            return Best(value, country, kind);
        var scheme = IdentifierSchemes.Find(schemeOrAlias, country) ?? FindByVatPrefix(schemeOrAlias, value);
        if (scheme is null)
            return Nothing(value, IdentifierReasons.UnknownScheme);
        var result = Validate(scheme, value);
        return scheme.Country == "XX" ? result with { Country = CountryOf(schemeOrAlias, country) } : result;
    }

    /// <summary>Validates a value under a known scheme.</summary>
    public static IdentifierResult Validate(IdentifierScheme scheme, string? value)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (string.IsNullOrWhiteSpace(value))
            return Failed(scheme, "", IdentifierReasons.Empty);
        if (value.Length > ValueCleaner.MaxInput)
            return Failed(scheme, "", IdentifierReasons.TooLong);
        Span<char> buffer = stackalloc char[ValueCleaner.MaxInput];
        var normalized = Normalize(scheme, value, buffer);
        if (normalized.IsEmpty)
            return Failed(scheme, "", IdentifierReasons.Empty);
        return Judge(scheme, normalized, normalized.SequenceEqual(value) ? value : null);
    }

    /// <summary>
    /// The country's schemes that accept the value, the likeliest first: a passed check digit before none, company schemes before personal ones.
    /// Loose formats accept much, so a suggestion is a question to the applicant, not a finding.
    /// </summary>
    public static IReadOnlyList<IdentifierResult> Suggest(string? value, string? country, IdentifierKind? kind = null)
    {
        var candidates = country is null ? IdentifierSchemes.ForCountry("XX") : IdentifierSchemes.ForCountry(country);
        return
        [
            .. candidates
                .Where(scheme => kind is null || scheme.Kind == kind || scheme.Kind == IdentifierKind.Both)
                .Where(scheme => scheme.Code != Schemes.GlobalSchemes.OtherCode)
                .Select(scheme => Validate(scheme, value))
                .Where(result => result.IsValid && (kind is null || result.Kind == kind || result.Kind == IdentifierKind.Both))
                .OrderBy(result => result.ChecksumOk == true ? 0 : 1)
                .ThenBy(result => result.Definition!.Certainty)
                .ThenBy(result => result.Kind == IdentifierKind.Person ? 1 : 0),
        ];
    }

    private static IdentifierResult Best(string? value, string? country, IdentifierKind? kind)
    {
        if (country is null)
            return Nothing(value, IdentifierReasons.UnknownScheme);
        if (string.IsNullOrWhiteSpace(value))
            return Nothing(value, IdentifierReasons.Empty);
        return Suggest(value, country, kind) is [var best, ..] ? best : Nothing(value, IdentifierReasons.NoSchemeMatches);
    }

    private static IdentifierResult Judge(IdentifierScheme scheme, ReadOnlySpan<char> value, string? already)
    {
        if (!scheme.Mask.Matches(value))
        {
            var reason = scheme.Mask.AllowsLength(value.Length) ? IdentifierReasons.InvalidFormat : IdentifierReasons.InvalidLength;
            return Failed(scheme, already ?? value.ToString(), reason) with { DidYouMean = LostZeros(scheme, value) };
        }

        if (scheme.Parts is { } parts && !parts(value))
            return Failed(scheme, already ?? value.ToString(), IdentifierReasons.InvalidComponent);
        var checksum = scheme.Check?.Run(value);
        var normalized = already ?? value.ToString();
        return new IdentifierResult
        {
            Definition = scheme,
            Normalized = normalized,
            FormatOk = true,
            ChecksumOk = checksum,
            Kind = scheme.Kind == IdentifierKind.Both && checksum != false ? scheme.Hint?.Invoke(normalized).Kind ?? scheme.Kind : scheme.Kind,
            Country = scheme.Country,
            ReasonCode = checksum == false ? IdentifierReasons.InvalidCheckDigit : null,
        };
    }

    /// <summary>Removes separators, then words that writers add, but only as long as the value does not fit with them.</summary>
    private static ReadOnlySpan<char> Normalize(IdentifierScheme scheme, string value, Span<char> buffer)
    {
        if (scheme.Reader?.Invoke(value) is { } read && scheme.Mask.Matches(read))
            return read;
        var text = buffer[..ValueCleaner.Clean(scheme.Reader?.Invoke(value) is { Length: <= ValueCleaner.MaxInput } half ? half : value, scheme.Keep, buffer)];
        foreach (var suffix in scheme.Suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && !scheme.Mask.Matches(text))
                text = text[..^suffix.Length];
        }

        text = WithoutPrefix(scheme, WithoutPrefix(scheme, text));
        if (!scheme.Mask.Matches(text))
            text = text[WordsBefore(scheme, text, 4)..];
        return scheme.RestoresZeros ? WithZeros(scheme, text, buffer) : text;
    }

    private static Span<char> WithoutPrefix(IdentifierScheme scheme, Span<char> text)
    {
        foreach (var prefix in scheme.Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal) && !scheme.Mask.Matches(text))
                return text[prefix.Length..];
        }

        return text;
    }

    /// <summary>
    /// The length of leading words ("VAT Reg No GB") after which the value has the right shape; 0 when there is no such length.
    /// Only the longest word at a place counts: the O of "No 166756" is the label's, not the number's.
    /// </summary>
    private static int WordsBefore(IdentifierScheme scheme, ReadOnlySpan<char> text, int most)
    {
        if (most == 0 || text.IsEmpty || char.IsAsciiDigit(text[0]))
            return 0;
        var longest = 0;
        foreach (var word in scheme.LeadingWords)
        {
            if (word.Length > longest && StartsWith(text, word))
                longest = word.Length;
        }

        if (longest == 0 || scheme.Mask.Matches(text[longest..]))
            return longest;
        return WordsBefore(scheme, text[longest..], most - 1) is > 0 and var more ? longest + more : 0;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string word)
    {
        if (text.Length < word.Length)
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if (text[i] != word[i] && SchemeKey.Unaccented(text[i]) != word[i])
                return false;
        }

        return true;
    }

    private static ReadOnlySpan<char> WithZeros(IdentifierScheme scheme, ReadOnlySpan<char> text, Span<char> buffer)
    {
        if (text.Length != scheme.ZerosTo - 1)
            return text;
        Span<char> padded = stackalloc char[scheme.ZerosTo];
        padded[0] = '0';
        text.CopyTo(padded[1..]);
        if (!scheme.Mask.Matches(padded) || scheme.Check?.Run(padded) != true)
            return text;
        padded.CopyTo(buffer);
        return buffer[..padded.Length];
    }

    /// <summary>Zeros go after leading letters (SC12345 becomes SC012345). Null unless the result is well formed and its check digit agrees.</summary>
    private static string? LostZeros(IdentifierScheme scheme, ReadOnlySpan<char> value)
    {
        if (scheme.ZerosTo <= value.Length)
            return null;
        var letters = value.IndexOfAnyExceptInRange('A', 'Z');
        if (letters < 0)
            return null;
        var guess = string.Concat(value[..letters], new string('0', scheme.ZerosTo - value.Length), value[letters..]);
        return scheme.Mask.Matches(guess) && scheme.Parts?.Invoke(guess) != false && scheme.Check?.Run(guess) != false ? guess : null;
    }

    private static IdentifierScheme? FindByVatPrefix(string name, string? value) =>
        value is not null && name.Trim().Equals("EU:VAT", StringComparison.OrdinalIgnoreCase) && value.AsSpan().TrimStart() is { Length: > 2 } text
            ? IdentifierSchemes.Find(string.Concat(text[..2], ":VAT"))
            : null;

    private static string CountryOf(string schemeOrAlias, string? country)
    {
        var (left, _) = SchemeKey.Split(schemeOrAlias);
        return country ?? (left.Length == 2 ? SchemeKey.CountryCode(left.ToString()) : "XX");
    }

    private static IdentifierResult Failed(IdentifierScheme scheme, string normalized, string reason) => new()
    {
        Definition = scheme,
        Normalized = normalized,
        FormatOk = false,
        Kind = scheme.Kind,
        Country = scheme.Country,
        ReasonCode = reason,
    };

    private static IdentifierResult Nothing(string? value, string reason)
    {
        Span<char> buffer = stackalloc char[ValueCleaner.MaxInput];
        var length = value is { Length: > 0 and <= ValueCleaner.MaxInput } ? ValueCleaner.Clean(value, "", buffer) : 0;
        return new IdentifierResult { Normalized = buffer[..length].ToString(), FormatOk = false, ReasonCode = reason };
    }
}
