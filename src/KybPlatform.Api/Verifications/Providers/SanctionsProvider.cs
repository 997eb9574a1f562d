using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Screens a party against the loaded lists. Finding nobody clears only where every list that was asked for was searched whole; the shipped
/// sample clears nobody in a live tenant.
/// </summary>
internal sealed class SanctionsProvider(IScreeningDesk screening) : IVerificationProvider
{
    public string Type => "sanctions_screening";

    public string Name => "builtin.screening";

    public string Description => "Whether a business or a person is on none of the sanctions lists, by names, dates, countries, addresses and numbers.";

    public IReadOnlyList<string> Checks { get; } = ["no_match"];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual", "people/<id>"];

    public IReadOnlyList<string> Facts { get; } = ["legal_name", "trade_name", "given_name", "family_name", "date_of_birth", "nationality", "registered_address", "operating_address", "address", "identifiers", "national_id", "owned_by"];

    // A new issue of a list is a new question.
    public bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => dataVersion == screening.DataVersion(lists);

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        var party = Parties.Of(request);
        if (party.Names.Count == 0) return asked.NothingToCheck();
        var findings = await ScreenAsync(request, party, ct);
        if (findings is null) return Forced(request, asked, MagicValues.OfName(party.Names[0])!.Value);
        var (outcome, reason) = Judge(findings, request.Work.Live);
        // Whom no list could ever name is not cleared by being found in none.
        if (outcome == CheckOutcome.Passed && !IsSearchable(party)) (outcome, reason) = (CheckOutcome.Inconclusive, "name_unsearchable");
        return VerificationAnswer.Of(asked.All(outcome), reason, new Evidence(party, findings.Lists, findings.Missing, findings.Hits)) with
        {
            Lists = [.. findings.Lists.Select(l => new ListUse(l.Key, l.Snapshot, l.PublishedAt, l.Complete, l.Sample, l.CheckedAt))],
            Sample = findings.Lists.Any(l => l.Sample) || findings.Hits.Any(h => h.Sample),
            DataVersion = findings.DataVersion,
            Threshold = findings.Threshold,
            Retry = !findings.Ready,
        };
    }

    private VerificationAnswer Forced(VerificationRequest request, IReadOnlyList<string> asked, CheckOutcome outcome) => MagicValues.Answer(asked, outcome, "sanctions_match") with
    {
        DataVersion = screening.DataVersion(request.Lists),
        Lists = [.. request.Lists.Select(l => new ListUse(l, "simulated", null, Complete: false, Sample: true))],
    };

    /// <summary>Null where a test tenant forces an outcome that leaves no match.</summary>
    private async Task<ScreeningFindings?> ScreenAsync(VerificationRequest request, ScreenedParty party, CancellationToken ct)
    {
        var sealedFor = SealedFor(request);
        var forced = request.Work.Live ? null : MagicValues.OfName(party.Names[0]);
        if (forced == CheckOutcome.Failed) return await screening.SimulateAsync(request.Work, request.Profile, request.Subject, sealedFor, party, request.Lists, ct);
        return forced is not null ? null : await screening.ScreenAsync(request.Work, request.Profile, request.Subject, sealedFor, party, request.Lists, request.Threshold, ct);
    }

    // A sole proprietor's trade may be one word; the person is searched for among the people.
    private static bool IsSearchable(ScreenedParty party) => party.Owners.Where(o => o.Schema != EntitySchema.Person).Prepend(party).All(p => p.Names.Count > 0 && p.Names.All(n => NameScorer.Identifies(p.Schema, n)));

    private static Guid SealedFor(VerificationRequest request) =>
        request.Subject.StartsWith("people/", StringComparison.Ordinal) && PublicId.TryParse<PersonId>(request.Subject["people/".Length..], out var person)
            ? person.Value : request.Profile;

    /// <summary>A hit is a hit whatever else is in doubt; then doubt; only then nothing.</summary>
    private static (CheckOutcome Outcome, string? Reason) Judge(ScreeningFindings findings, bool live)
    {
        if (findings.Hits.Any(h => h.Status is not MatchStatus.FalsePositive)) return (CheckOutcome.Failed, "sanctions_match");
        // There may be more than were shown and dismissed.
        if (findings.Hits.Count >= ScreeningFindings.MostHits) return (CheckOutcome.Inconclusive, "sanctions_matches_cut");
        if (!findings.Ready) return (CheckOutcome.Inconclusive, "list_missing");
        if (findings.Missing.Count > 0 || findings.Lists.Count == 0) return (CheckOutcome.Inconclusive, "list_missing");
        if (live && findings.Lists.Any(l => l.Sample)) return (CheckOutcome.Inconclusive, "verification_on_sample");
        if (findings.Lists.Any(l => l is { Complete: false, Sample: false })) return (CheckOutcome.Inconclusive, "list_incomplete");
        return (CheckOutcome.Passed, null);
    }

    private sealed record Evidence(
        ScreenedParty Party, IReadOnlyList<SearchedList> Lists, IReadOnlyList<string> Missing, IReadOnlyList<ScreeningHit> Hits);
}

/// <summary>Whom the facts name.</summary>
internal static class Parties
{
    public static ScreenedParty Of(VerificationRequest request)
    {
        var about = request.About;
        return request.Subject == "business" ? Business(about) : Person(about);
    }

    private static ScreenedParty Business(JsonElement about) => new(
        EntitySchema.Company, Texts(FactReader.Text(about, "legal_name"), FactReader.Text(about, "trade_name")), null,
        Texts(FactReader.Text(FactReader.Member(about, "registered_address"), "country")), Numbers(about))
    {
        Addresses = Addresses(about, "registered_address", "operating_address"),
        Owners = [.. Proprietor(about), .. Owners(about)],
    };

    // The business bears the name of the person who owns it.
    private static IEnumerable<ScreenedParty> Proprietor(JsonElement business) =>
        FactReader.Text(business, "type") == "sole_proprietor" && FactReader.Text(business, "legal_name") is { } name && !string.IsNullOrWhiteSpace(name)
            ? [new ScreenedParty(EntitySchema.Person, [name], null, Texts(FactReader.Text(FactReader.Member(business, "registered_address"), "country")), [])] : [];

    // At every level: how deep facts may go is said where they are read (Wire.MaxDepth), and nobody hides below a level that is not looked at.
    private static IEnumerable<ScreenedParty> Owners(JsonElement business)
    {
        if (FactReader.Member(business, "owned_by") is not { ValueKind: JsonValueKind.Array } owners) return [];
        return owners.EnumerateArray().Where(o => o.ValueKind == JsonValueKind.Object).SelectMany(o => Owners(o).Prepend(
            new ScreenedParty(EntitySchema.Company, Texts(FactReader.Text(o, "legal_name")), null, Texts(FactReader.Text(o, "country")), Numbers(o))));
    }

    private static ScreenedParty Person(JsonElement about) => new(
        EntitySchema.Person, Texts($"{FactReader.Text(about, "given_name")} {FactReader.Text(about, "family_name")}".Trim()), Birth(about),
        Texts(FactReader.Text(about, "nationality"), FactReader.Text(FactReader.Member(about, "address"), "country")), [.. Numbers(about), .. Texts(FactReader.Text(about, "national_id"))])
    {
        Addresses = Addresses(about, "address"),
    };

    private static List<GivenAddress> Addresses(JsonElement about, params IEnumerable<string> fields) =>
        [.. fields.Select(f => FactReader.Member(about, f)).Where(a => a.ValueKind == JsonValueKind.Object).Select(Address).Where(a => (a.Street ?? a.City ?? a.PostalCode) is not null).Distinct()];

    private static GivenAddress Address(JsonElement address)
    {
        var street = string.Join(", ", Texts(FactReader.Text(address, "line1"), FactReader.Text(address, "line2")));
        return new GivenAddress(street.Length > 0 ? street : null, FactReader.Text(address, "city"), FactReader.Text(address, "postal_code"), FactReader.Text(address, "country"));
    }

    private static DateOnly? Birth(JsonElement about) =>
        DateOnly.TryParseExact(FactReader.Text(about, "date_of_birth"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static List<string> Numbers(JsonElement about) =>
        FactReader.Member(about, "identifiers") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(i => FactReader.Text(i, "value")).OfType<string>()] : [];

    private static List<string> Texts(params IEnumerable<string?> texts) => [.. texts.Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t!).Distinct(StringComparer.Ordinal)];
}
