using System.Text;

namespace KybPlatform.Policies;

/// <summary>What the entries of a list are, which decides what counts as the same entry.</summary>
public enum ListEntryKind
{
    /// <summary>Letter case, composed forms and runs of blanks do no harm.</summary>
    Text,

    /// <summary>As text, without a leading <c>www.</c>, scheme, port or path.</summary>
    Domain,

    /// <summary>Digits only; a leading <c>+</c> or <c>00</c> is left out.</summary>
    Phone,

    /// <summary>Letters and digits only, in capitals: spaces, dots and hyphens do not matter.</summary>
    Identifier,
}

/// <summary>Brings entries and what is looked up into one form.</summary>
public static class ListEntries
{
    /// <summary>The longest entry that is taken, in UTF-16 units.</summary>
    public const int MaxLength = 500;

    /// <summary>Empty when nothing is left that could be told from anything else.</summary>
    public static string Normalize(ListEntryKind kind, string value)
    {
        var text = string.Join(' ', value.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return kind switch
        {
            ListEntryKind.Domain => Domain(text),
            ListEntryKind.Phone => Phone(text),
            ListEntryKind.Identifier => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant(),
            _ => text,
        };
    }

    private static string Domain(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0) text = text[(scheme + 3)..];
        var end = text.AsSpan().IndexOfAny('/', ':', '?');
        if (end >= 0) text = text[..end];
        var at = text.LastIndexOf('@');
        if (at >= 0) text = text[(at + 1)..];
        text = text.TrimEnd('.');
        return text.StartsWith("www.", StringComparison.Ordinal) ? text[4..] : text;
    }

    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return !text.StartsWith('+') && digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
