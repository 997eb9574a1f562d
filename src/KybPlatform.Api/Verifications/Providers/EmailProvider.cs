using System.Text.Json;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers.Contacts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>E-mail addresses by what they say and, where asking is switched on, by the domain name system. Nothing is sent.</summary>
/// <param name="domains">Null where asking is switched off: <c>mx</c> is then not offered.</param>
internal sealed class EmailProvider(IMailDomains? domains) : IVerificationProvider
{
    private const string Syntax = "syntax";
    private const string DomainMatch = "domain_match";
    private const string NotDisposable = "not_disposable";
    private const string Mx = "mx";

    public string Type => "email";

    public string Name => "builtin.email";

    public string Description => "Whether an e-mail address is well formed, stands at the domain of the website, is not a throw-away one, and whether its domain takes mail.";

    public IReadOnlyList<string> Checks { get; } = domains is null ? [Syntax, DomainMatch, NotDisposable] : [Syntax, DomainMatch, NotDisposable, Mx];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual", "people/<id>"];

    public IReadOnlyList<string> Facts { get; } = ["email", "business.website"];

    public bool AnswersEveryCheck => domains is not null;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "email") is not { } given) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfEmail(given) is { } forced) return MagicValues.Answer(this.Forced(request), forced, "email_invalid");
        var email = EmailAddresses.Parse(given);
        var checks = new Dictionary<string, CheckOutcome>(StringComparer.Ordinal);
        foreach (var check in asked) checks[check] = email.FormatOk ? await CheckAsync(check, email, request.Facts, ct) : CheckOutcome.Failed;
        var answer = VerificationAnswer.Of(checks, Reason(checks), new Reading(email.Domain, email.FreeMail, email.Disposable, email.RoleAccount, email.ReasonCode));
        return answer with { Retry = checks.TryGetValue(Mx, out var mx) && mx == CheckOutcome.Inconclusive };
    }

    private async Task<CheckOutcome> CheckAsync(string check, EmailAddressResult email, JsonElement facts, CancellationToken ct) => check switch
    {
        Syntax => CheckOutcome.Passed,
        NotDisposable => Asking.Outcome(!email.Disposable),
        DomainMatch => Asking.Outcome(AtTheWebsite(email, facts)),
        Mx => Asking.Outcome(await domains!.TakesMailAsync(email.Domain!, ct)),
        _ => CheckOutcome.Inconclusive,
    };

    // A mailbox that anybody can open is not the business's own, whatever its website is.
    private static bool? AtTheWebsite(EmailAddressResult email, JsonElement facts)
    {
        if (FactReader.Text(FactReader.Member(facts, "business"), "website") is not { } website) return null;
        return email.FreeMail || email.Disposable ? false : WebAddresses.Parse(website).MatchesDomain(email.Domain);
    }

    private static string? Reason(Dictionary<string, CheckOutcome> checks)
    {
        bool Failed(string check) => checks.TryGetValue(check, out var outcome) && outcome == CheckOutcome.Failed;
        return Failed(Syntax) || Failed(Mx) ? "email_invalid" : Failed(NotDisposable) ? "email_disposable" : Failed(DomainMatch) ? "email_domain_mismatch" : null;
    }

    private sealed record Reading(string? Domain, bool FreeMail, bool Disposable, bool RoleAccount, string? Finding);
}
