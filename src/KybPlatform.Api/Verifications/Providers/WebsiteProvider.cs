using System.Text.RegularExpressions;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers.Contacts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// The business's website, looked at once as anybody would: whether it is there, speaks TLS with a valid certificate, stays at its own name, is more than a parked
/// name, bears the business's name, and has privacy and terms pages. A page that could not be opened for reasons that may pass is no failure.
/// </summary>
internal sealed class WebsiteProvider(IWebPages pages) : IVerificationProvider
{
    private const string Reachable = "reachable";
    private const string Tls = "tls";
    private const string SameDomain = "same_domain";
    private const string NotParked = "not_parked";
    private const string NameMatch = "name_match";
    private const string Privacy = "privacy_policy";
    private const string Terms = "terms";

    public string Type => "website";

    public string Name => "builtin.website";

    public string Description => "Whether the business's website is there, is secure, is not parked, bears its name, and has privacy and terms pages.";

    internal static IReadOnlyList<string> Offered { get; } = [Reachable, Tls, SameDomain, NotParked, NameMatch, Privacy, Terms];

    public IReadOnlyList<string> Checks => Offered;

    public IReadOnlyList<string> Subjects { get; } = ["business"];

    public IReadOnlyList<string> Facts { get; } = ["website", "legal_name", "trade_name"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "website") is not { } given) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfWebsite(given) is { } forced) return MagicValues.Answer(asked, forced, "website_unreachable");
        var address = WebAddresses.Parse(given);
        if (!address.FormatOk || !address.PublicHost) return VerificationAnswer.Of(asked.All(CheckOutcome.Failed), "website_invalid", new Reading(address.ReasonCode ?? "not_public", null, 0, [], null));
        var page = await pages.OpenAsync(new Uri(address.Normalized!), ct);
        try
        {
            var checks = asked.ToDictionary(c => c, c => Outcome(c, page, address, request), StringComparer.Ordinal);
            return VerificationAnswer.Of(checks, Reason(checks), new Reading(SnakeCase.Of(page.Outcome), page.Address.Host, page.Status, page.Hops, page.Outcome == PageOutcome.Read ? PageReading.Title(page.Html) : null)) with
            {
                ValidFor = TimeSpan.FromDays(30),
                Retry = checks.ContainsValue(CheckOutcome.Inconclusive) && MayPass(page.Outcome),
            };
        }
        catch (RegexMatchTimeoutException)
        {
            // A page made to be slow to read says nothing.
            return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "website_unreadable", new Reading("unreadable", page.Address.Host, page.Status, page.Hops, null));
        }
    }

    private static CheckOutcome Outcome(string check, WebPage page, WebAddressResult given, VerificationRequest request)
    {
        if (page.Outcome != PageOutcome.Read) return Unread(check, page.Outcome);
        var text = PageReading.Text(page.Html);
        return check switch
        {
            Reachable => CheckOutcome.Passed,
            Tls => Asking.Outcome(page.Secure),
            SameDomain => Asking.Outcome(given.SharedHost ? null : given.MatchesDomain(page.Address.Host)),
            NotParked => Asking.Outcome(!PageReading.IsParked(page.Html, text)),
            NameMatch => Named(page, text, request),
            Privacy => Asking.Outcome(PageReading.HasPrivacy(page.Html)),
            Terms => Asking.Outcome(PageReading.HasTerms(page.Html)),
            _ => CheckOutcome.Inconclusive,
        };
    }

    // A host that does not exist, a private one, a page that is none: those are the applicant's. A timeout, a server's fault or somebody who turns robots away are not.
    private static CheckOutcome Unread(string check, PageOutcome outcome) => (check, outcome) switch
    {
        (Reachable, PageOutcome.NoSuchHost or PageOutcome.PrivateTarget or PageOutcome.TooManyRedirects or PageOutcome.ForeignRedirect or PageOutcome.NotAPage) => CheckOutcome.Failed,
        (Reachable, PageOutcome.BadCertificate) or (Tls, PageOutcome.BadCertificate) => CheckOutcome.Failed,
        _ => CheckOutcome.Inconclusive,
    };

    private static bool MayPass(PageOutcome outcome) => outcome is PageOutcome.Timeout or PageOutcome.Unreachable or PageOutcome.ServerError or PageOutcome.Busy;

    // A page that is drawn by script has hardly any text: that is not a page without the name.
    private static CheckOutcome Named(WebPage page, string text, VerificationRequest request)
    {
        var title = PageReading.Title(page.Html);
        List<string> names = [.. new[] { FactReader.Text(request.About, "legal_name"), FactReader.Text(request.About, "trade_name") }.OfType<string>()];
        if (names.Count == 0) return CheckOutcome.Inconclusive;
        if (names.Exists(n => PageReading.Names(text, title, page.Address.Host, n))) return CheckOutcome.Passed;
        return text.Length < 200 ? CheckOutcome.Inconclusive : CheckOutcome.Failed;
    }

    private static string? Reason(Dictionary<string, CheckOutcome> checks)
    {
        bool Failed(string check) => checks.TryGetValue(check, out var outcome) && outcome == CheckOutcome.Failed;
        return Failed(Reachable) ? "website_unreachable" : Failed(Tls) ? "website_insecure" : Failed(NotParked) ? "website_parked" : Failed(NameMatch) ? "website_name_mismatch"
            : Failed(SameDomain) ? "website_elsewhere" : Failed(Privacy) ? "privacy_policy_missing" : Failed(Terms) ? "terms_missing" : null;
    }

    private sealed record Reading(string Outcome, string? Host, int Status, IReadOnlyList<string> Hops, string? Title);
}
