using System.Collections.Frozen;

namespace KybPlatform.Identifiers.Contacts;

/// <summary>What a web address says without opening it.</summary>
/// <param name="FormatOk">An http or https address of a named host.</param>
/// <param name="Normalized">Scheme, lower-case ASCII host, port if unusual, path and query; null when the format is wrong.</param>
/// <param name="Host">Lower-case ASCII host name.</param>
/// <param name="RegistrableDomain">See <see cref="DomainNames"/>; null where there is none.</param>
/// <param name="Secure">The address is https, as given or because no scheme was.</param>
/// <param name="PublicHost">False for names that only exist inside networks or are reserved for examples. What a name resolves to is for the caller to check.</param>
/// <param name="SharedHost">A page on a platform where anybody can have one (our own short list): the host's name says nothing about the holder.</param>
/// <param name="ReasonCode">Null when the format is right.</param>
public sealed record WebAddressResult(
    bool FormatOk, string? Normalized, string? Host, string? RegistrableDomain, bool Secure, bool PublicHost, bool SharedHost, string? ReasonCode)
{
    /// <summary>Whether the address stands under the same registered name as a host; null on shared platforms and where either has none.</summary>
    public bool? MatchesDomain(string? host) => SharedHost ? null : DomainNames.Match(Host, host);
}

/// <summary>Reads web addresses as people write them: without a scheme, https is taken. Pure and total: no input throws.</summary>
public static class WebAddresses
{
    public const string Empty = "web_empty";
    public const string TooLong = "web_too_long";
    public const string InvalidAddress = "web_invalid_address";
    public const string UnsupportedScheme = "web_unsupported_scheme";

    /// <summary>A user name in an address is a common way to disguise the host.</summary>
    public const string UserInfo = "web_user_info";

    /// <summary>An IP address names no business.</summary>
    public const string IpAddress = "web_ip_address";

    private const int MaxInput = 2048;

    private static readonly FrozenSet<string> Shared = FrozenSet.Create(
        StringComparer.Ordinal,
        "amazon.com", "bit.ly", "discord.gg", "ebay.com", "etsy.com", "facebook.com", "fb.com", "github.com", "google.com", "instagram.com", "linkedin.com", "linktr.ee", "medium.com",
        "pinterest.com", "reddit.com", "t.me", "telegram.me", "threads.net", "tiktok.com", "twitter.com", "vk.com", "wa.me", "whatsapp.com", "x.com", "yelp.com", "youtube.com");

    public static WebAddressResult Parse(string? raw)
    {
        var text = raw?.Trim();
        if (string.IsNullOrEmpty(text))
            return Refuse(Empty);
        if (text.Length > MaxInput)
            return Refuse(TooLong);
        if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
            return Refuse(InvalidAddress);
        if (!Uri.TryCreate(HasScheme(text) ? text : "https://" + text, UriKind.Absolute, out var uri))
            return Refuse(InvalidAddress);
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            return Refuse(UnsupportedScheme);
        return uri.UserInfo.Length > 0 ? Refuse(UserInfo) : Describe(uri);
    }

    private static WebAddressResult Describe(Uri uri)
    {
        if (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            return Refuse(IpAddress);
        if (DomainNames.ToAscii(uri.Host) is not { } host)
            return Refuse(InvalidAddress);
        var port = uri.IsDefaultPort ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{uri.Port}");
        var registrable = DomainNames.RegistrableDomain(host);
        return new WebAddressResult(
            true, $"{uri.Scheme}://{host}{port}{uri.PathAndQuery}", host, registrable, uri.Scheme == Uri.UriSchemeHttps, DomainNames.IsPublic(host),
            registrable is not null && Shared.Contains(registrable), null);
    }

    /// <summary>"example.com:8080" has a port, not a scheme; "mailto:a@b.c" has a scheme.</summary>
    private static bool HasScheme(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return true;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && text[..colon].All(char.IsAsciiLetter) && (colon + 1 == text.Length || !char.IsAsciiDigit(text[colon + 1]));
    }

    private static WebAddressResult Refuse(string reason) => new(false, null, null, null, false, false, false, reason);
}
