using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers.Contacts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Phone numbers by the numbering plans. Whether anybody answers, only a call can tell.</summary>
internal sealed class PhoneProvider : IVerificationProvider
{
    private const string Valid = "valid";
    private const string CountryMatch = "country_match";

    public string Type => "phone";

    public string Name => "builtin.phone";

    public string Description => "Whether a phone number lies in an assigned range, and belongs to the country of the sender.";

    public IReadOnlyList<string> Checks { get; } = [Valid, CountryMatch];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual", "people/<id>"];

    public IReadOnlyList<string> Facts { get; } = ["phone", "country"];

    public Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct) => Task.FromResult(Answer(request));

    private VerificationAnswer Answer(VerificationRequest request)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "phone") is not { } given) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfPhone(given) is { } forced) return MagicValues.Answer(asked, forced, "phone_invalid");
        var country = FactReader.Text(request.Facts, "country");
        var number = PhoneNumbers.Parse(given, country);
        var matches = !number.Valid ? false : country is null || number.Country is null ? (bool?)null : number.Country == country;
        var checks = asked.ToDictionary(c => c, c => Asking.Outcome(c == Valid ? number.Valid : matches), StringComparer.Ordinal);
        var reason = !number.Valid ? "phone_invalid" : checks.ContainsValue(CheckOutcome.Failed) ? "phone_country_mismatch" : null;
        return VerificationAnswer.Of(checks, reason, new Reading(number.E164, SnakeCase.Of(number.Type), number.Country, number.ReasonCode));
    }

    private sealed record Reading(string? E164, string Kind, string? Country, string? Finding);
}
