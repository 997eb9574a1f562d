using System.Text.Json;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Stands in test tenants for a type of verification that nobody here answers: it knows the magic values and nothing else. Live tenants never meet it, and values that are not magic go as they
/// would without it.
/// </summary>
/// <param name="forced">What the facts of the subject force; null where they hold no magic value.</param>
/// <param name="failure">The reason of a failure.</param>
internal sealed class SandboxProvider(
    string type, IReadOnlyList<string> checks, IReadOnlyList<string> subjects, IReadOnlyList<string> facts, Func<JsonElement, CheckOutcome?> forced, string failure) : IVerificationProvider
{
    /// <summary>All that answers over the network somewhere, by type.</summary>
    public static IReadOnlyDictionary<string, SandboxProvider> All { get; } = new SandboxProvider[]
    {
        new("website", WebsiteProvider.Offered, ["business"], ["website"], b => MagicValues.OfWebsite(FactReader.Text(b, "website")), "website_unreachable"),
        new("watchlist_screening", ["no_match"], ["business", "individual", "people/<id>"], ["legal_name", "given_name", "family_name"], OfParty, "sanctions_match"),
        new("business_report", MiddeskProvider.Named, ["business"], ["identifiers"], OfIdentifiers, "verification_failed"),
        new("identity_document", PersonaProvider.Offered, ["documents/<requirement>"], ["documents.*.fields"], d => MagicValues.OfNumber(FactReader.Text(FactReader.Member(d, "fields"), "document_number")), "document_invalid"),
    }.ToDictionary(p => p.Type, StringComparer.Ordinal);

    public string Type => type;

    public string Name => "sandbox";

    public string Description => "Answers by magic values, in test tenants only.";

    public IReadOnlyList<string> Checks => checks;

    public IReadOnlyList<string> Subjects => subjects;

    public IReadOnlyList<string> Facts => facts;

    /// <summary>Whether the facts of the subject hold a magic value.</summary>
    public bool Knows(JsonElement about) => forced(about) is not null;

    public Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        if (request.Work.Live) throw new InvalidOperationException("A live tenant has no sandbox.");
        var asked = this.Asked(request);
        return Task.FromResult(forced(request.About) is { } outcome
            ? MagicValues.Answer(asked, outcome, failure)
            : VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "no_provider") with { Sample = true });
    }

    private static CheckOutcome? OfParty(JsonElement party) =>
        MagicValues.OfName(FactReader.Text(party, "legal_name") ?? $"{FactReader.Text(party, "given_name")} {FactReader.Text(party, "family_name")}");

    private static CheckOutcome? OfIdentifiers(JsonElement business) =>
        FactReader.Member(business, "identifiers") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(i => MagicValues.OfNumber(FactReader.Text(i, "value"))).FirstOrDefault(o => o is not null) : null;
}
