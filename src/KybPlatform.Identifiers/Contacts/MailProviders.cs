using System.Collections.Frozen;

namespace KybPlatform.Identifiers.Contacts;

/// <summary>
/// Two short lists of our own: where anybody can open a mailbox, and where mailboxes are thrown away. They are a sample, kept by hand:
/// being on a list says something, not being on it says nothing. Tenants keep their own lists beside these.
/// </summary>
internal static class MailProviders
{
    private static readonly FrozenSet<string> FreeNames = FrozenSet.Create(
        StringComparer.Ordinal, "gmail", "googlemail", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "ymail");

    private static readonly FrozenSet<string> Free = FrozenSet.Create(
        StringComparer.Ordinal,
        "126.com", "163.com", "abv.bg", "alice.it", "aol.com", "att.net", "bellsouth.net", "bigpond.com", "bk.ru", "bluewin.ch", "bol.com.br", "btinternet.com", "centrum.cz",
        "charter.net", "comcast.net", "cox.net", "daum.net", "fastmail.com", "foxmail.com", "free.fr", "freenet.de", "hanmail.net", "hey.com", "icloud.com", "inbox.ru",
        "interia.pl", "laposte.net", "libero.it", "list.ru", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com", "ntlworld.com", "o2.pl", "onet.pl", "orange.fr",
        "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr",
        "shaw.ca", "sina.com", "sky.com", "sohu.com", "t-online.de", "telenet.be", "terra.com.br", "tin.it", "tuta.com", "tutanota.com", "ukr.net", "uol.com.br", "verizon.net",
        "virgilio.it", "virginmedia.com", "wanadoo.fr", "web.de", "wp.pl", "xtra.co.nz", "ziggo.nl", "zoho.com");

    private static readonly FrozenSet<string> Disposable = FrozenSet.Create(
        StringComparer.Ordinal,
        "10minutemail.com", "1secmail.com", "burnermail.io", "discard.email", "dispostable.com", "emailondeck.com", "fakeinbox.com", "getnada.com", "grr.la", "guerrillamail.com",
        "guerrillamail.net", "guerrillamail.org", "inboxkitten.com", "mail.tm", "mailcatch.com", "maildrop.cc", "mailinator.com", "mailnesia.com", "mintemail.com", "moakt.com",
        "mohmal.com", "mytemp.email", "sharklasers.com", "spam4.me", "spamgourmet.com", "temp-mail.org", "tempinbox.com", "tempmail.com", "tempr.email", "throwawaymail.com",
        "trashmail.com", "trashmail.de", "yopmail.com", "yopmail.fr");

    /// <summary>The big providers use one name under many countries; the others stand in full.</summary>
    public static bool IsFree(string registrable) =>
        Free.Contains(registrable) || FreeNames.Contains(registrable[..registrable.IndexOf('.', StringComparison.Ordinal)]);

    public static bool IsDisposable(string registrable) => Disposable.Contains(registrable);
}
