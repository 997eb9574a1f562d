using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace KybPlatform.Identifiers.Contacts;

/// <summary>What an address says without sending to it.</summary>
/// <param name="FormatOk">Usable syntax (RFC 5321, with RFC 6531 for other scripts). Whether it receives mail only a message can tell.</param>
/// <param name="Normalized">Local part as given, domain in lower-case ASCII; null when the format is wrong.</param>
/// <param name="Local">The part before the @, as given.</param>
/// <param name="Domain">Host after the @, lower-case ASCII.</param>
/// <param name="RegistrableDomain">See <see cref="DomainNames"/>; null for a bare public suffix.</param>
/// <param name="FreeMail">The domain is on our short list of free providers. False is not knowledge.</param>
/// <param name="Disposable">The domain is on our short list of throw-away providers. False is not knowledge.</param>
/// <param name="RoleAccount">The local part names a function (info, sales), so it does not name a person.</param>
/// <param name="ReasonCode">Null when the format is right.</param>
public sealed record EmailAddressResult(
    bool FormatOk, string? Normalized, string? Local, string? Domain, string? RegistrableDomain, bool FreeMail, bool Disposable, bool RoleAccount, string? ReasonCode)
{
    /// <summary>For finding the same mailbox again: all in lower case, since no provider in use tells cases apart. Not for sending.</summary>
    public string? ComparisonKey => Normalized?.ToLowerInvariant();

    /// <summary>Whether the address stands under the same registered name as a host; null for free mail and where either has none.</summary>
    public bool? MatchesDomain(string? host) => FreeMail || Disposable ? null : DomainNames.Match(Domain, host);

    /// <summary>An address is personal data; text forms never show it.</summary>
    public override string ToString() => $"email {ReasonCode ?? "ok"}";
}

/// <summary>
/// Reads addresses as people use them. Quoted local parts are read; comments, display names and address literals (<c>user@[192.0.2.1]</c>) are not.
/// Pure and total: no input throws.
/// </summary>
public static class EmailAddresses
{
    public const string Empty = "email_empty";
    public const string TooLong = "email_too_long";
    public const string MissingAt = "email_missing_at";
    public const string InvalidLocalPart = "email_invalid_local_part";
    public const string InvalidDomain = "email_invalid_domain";
    public const string AddressLiteral = "email_address_literal";

    /// <summary>RFC 5321 4.5.3.1: 64 octets of local part; a path of 256 with its brackets leaves 254.</summary>
    private const int MaxLocal = 64;
    private const int MaxAddress = 254;

    private const string AtomSymbols = "!#$%&'*+-/=?^_`{|}~";

    private static readonly FrozenSet<string> Roles = FrozenSet.Create(
        StringComparer.Ordinal,
        "abuse", "accounts", "admin", "billing", "compliance", "contact", "finance", "hello", "help", "hostmaster", "hr", "info", "it", "jobs", "legal", "mail", "marketing",
        "no-reply", "noreply", "office", "orders", "postmaster", "press", "privacy", "sales", "security", "service", "support", "team", "webmaster");

    /// <summary>Reads one address; space around it is ignored.</summary>
    public static EmailAddressResult Parse(string? raw)
    {
        var text = raw?.Trim();
        if (string.IsNullOrEmpty(text))
            return Refuse(Empty);
        if (text.Length > MaxAddress)
            return Refuse(TooLong);
        var at = text.LastIndexOf('@');
        if (at < 0)
            return Refuse(MissingAt);
        string local = text[..at], host = text[(at + 1)..];
        if (!IsLocal(local))
            return Refuse(InvalidLocalPart);
        if (host.StartsWith('['))
            return Refuse(AddressLiteral);
        if (host.EndsWith('.') || DomainNames.ToAscii(host) is not { } domain)
            return Refuse(InvalidDomain);
        if (Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > MaxAddress)
            return Refuse(TooLong);
        var registrable = DomainNames.RegistrableDomain(domain);
        return new EmailAddressResult(
            true, $"{local}@{domain}", local, domain, registrable,
            registrable is not null && MailProviders.IsFree(registrable),
            registrable is not null && MailProviders.IsDisposable(registrable),
            Roles.Contains(local.ToLowerInvariant()),
            null);
    }

    private static bool IsLocal(string local)
    {
        if (local.Length == 0 || Encoding.UTF8.GetByteCount(local) > MaxLocal)
            return false;
        if (local is ['"', .. var quoted, '"'] && local.Length > 2)
            return IsQuoted(quoted);
        return local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) && local.EnumerateRunes().All(IsAtom);
    }

    private static bool IsAtom(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '.' || AtomSymbols.Contains((char)rune.Value, StringComparison.Ordinal)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Inside quotes a backslash may stand before any printable character; a bare quote may not stand at all.</summary>
    private static bool IsQuoted(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                return false;
            if (text[i] == '\\' && ++i == text.Length)
                return false;
            if (text[i] is < ' ' or > '~')
                return false;
        }

        return true;
    }

    private static EmailAddressResult Refuse(string reason) => new(false, null, null, null, null, false, false, false, reason);
}
