using System.Text.Json;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Whether another profile of the tenant claims one of the applicant's numbers, or came with the very same file. Numbers are public, and files are shared in groups of businesses: this links
/// profiles and never merges them.
/// </summary>
internal sealed class DuplicateProvider(IProfileDesk profiles, IDocuments documents) : IVerificationProvider
{
    private const string NotClaimed = "not_claimed";
    private const string DocumentsNotShared = "documents_not_shared";

    public string Type => "duplicate";

    public string Name => "builtin.duplicates";

    public string Description => "Whether no other profile of this tenant claims one of the applicant's registration numbers or came with one of its files.";

    public IReadOnlyList<string> Checks { get; } = [NotClaimed, DocumentsNotShared];

    public IReadOnlyList<string> Subjects { get; } = ["business", "individual"];

    public IReadOnlyList<string> Facts { get; } = ["identifiers", "documents"];

    // Somebody else may have come since.
    public bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => false;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (!request.Work.Live && MagicValues.OfClaim(Numbers(request.About)) is { } forced) return MagicValues.Answer(asked, forced, "identifier_already_claimed");
        var sharing = asked.Contains(DocumentsNotShared) ? await documents.SharingAsync(request.Work.Db, request.Profile, ct) : [];
        var claiming = await profiles.LinkClaimantsAsync(request.Work.Db, request.Profile, sharing, ct);
        var checks = asked.ToDictionary(c => c, c => Asking.Outcome((c is NotClaimed ? claiming : sharing).Count == 0), StringComparer.Ordinal);
        var failed = checks.Where(c => c.Value is CheckOutcome.Failed).Select(c => c.Key).ToList();
        return VerificationAnswer.Of(checks, failed switch
        {
            [] => null,
            [NotClaimed] => "identifier_already_claimed",
            [_] => "document_shared",
            _ => "possible_duplicate",
        }, failed.Count == 0 ? null : new Claims(claiming, sharing));
    }

    private static IEnumerable<string?> Numbers(JsonElement about) =>
        FactReader.Member(about, "identifiers") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(i => FactReader.Text(i, "value")) : [];

    private sealed record Claims(IReadOnlyList<Guid> OtherProfiles, IReadOnlyList<Guid> SharingProfiles);
}
