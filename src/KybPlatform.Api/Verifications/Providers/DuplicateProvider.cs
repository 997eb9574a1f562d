using System.Text.Json;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Whether another profile of the tenant claims one of the applicant's numbers. Numbers are public: a claim links profiles and never merges them.</summary>
internal sealed class DuplicateProvider(IProfileDesk profiles) : IVerificationProvider
{
    public string Type => "duplicate";

    public string Name => "builtin.duplicates";

    public string Description => "Whether no other profile of this tenant claims one of the applicant's registration numbers.";

    public IReadOnlyList<string> Checks { get; } = ["not_claimed"];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual"];

    public IReadOnlyList<string> Facts { get; } = ["identifiers"];

    // Somebody else may have come since.
    public bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => false;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (!request.Work.Live && MagicValues.OfClaim(Numbers(request.About)) is { } forced) return MagicValues.Answer(asked, forced, "identifier_already_claimed");
        var others = await profiles.LinkClaimantsAsync(request.Work.Db, request.Profile, ct);
        return others.Count == 0
            ? VerificationAnswer.Of(asked.All(CheckOutcome.Passed))
            : VerificationAnswer.Of(asked.All(CheckOutcome.Failed), "identifier_already_claimed", new Claims(others));
    }

    private static IEnumerable<string?> Numbers(JsonElement about) =>
        FactReader.Member(about, "identifiers") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(i => FactReader.Text(i, "value")) : [];

    private sealed record Claims(IReadOnlyList<Guid> OtherProfiles);
}
