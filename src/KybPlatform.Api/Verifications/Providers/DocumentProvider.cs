using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Documents by what can be told without a reader: the stored file's real format, its dates, and whether what it is said to show agrees with the profile.</summary>
internal sealed class DocumentProvider(IDocuments documents) : IVerificationProvider
{
    private const string TypeSniffed = "type_sniffed";
    private const string NotExpired = "not_expired";
    private const string FieldsMatch = "fields_match";

    public string Type => "document";

    public string Name => "builtin.documents";

    public string Description => "Whether an uploaded document is of a format that fits its type, has not expired, and agrees with the profile.";

    public IReadOnlyList<string> Checks { get; } = [TypeSniffed, NotExpired, FieldsMatch];

    public IReadOnlyList<string> Subjects { get; } = ["documents/<requirement>"];

    public IReadOnlyList<string> Facts { get; } = ["documents.*.document_id", "documents.*.type", "documents.*.issued_on", "documents.*.expires_on", "documents.*.fields"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "document_id") is not { } id) return asked.NothingToCheck();
        var fields = FactReader.Member(request.About, "fields");
        if (!request.Work.Live && MagicValues.OfNumber(FactReader.Text(fields, "document_number")) is { } forced) return MagicValues.Answer(asked, forced, "document_invalid");
        var stored = (await documents.FindAsync(request.Work.Db, [id], ct)).GetValueOrDefault(id);
        var today = DateOnly.FromDateTime(request.Work.Now.UtcDateTime);
        var expires = Date(request.About, "expires_on");
        var agreement = FieldAgreement.Of(fields, request.Facts);
        var checks = asked.ToDictionary(c => c, c => c switch
        {
            TypeSniffed => Asking.Outcome(stored is { State: not ("harmful" or "unreadable") } && DocumentFormats.Fit(FactReader.Text(request.About, "type"), stored.ContentType)),
            NotExpired => Expiry(expires, Date(request.About, "issued_on"), today),
            _ => agreement.Outcome,
        }, StringComparer.Ordinal);
        var reason = stored?.State is "harmful" && checks.ContainsValue(CheckOutcome.Failed) ? "document_harmful" : checks.GetValueOrDefault(NotExpired) == CheckOutcome.Failed && expires < today ? "document_expired"
            : checks.ContainsValue(CheckOutcome.Failed) ? "document_invalid" : null;
        return VerificationAnswer.Of(checks, reason, new Reading(stored?.ContentType, stored?.Size, agreement.Agreeing, agreement.Differing)) with
        {
            // On the day after its last day it says nothing any more.
            ValidFor = expires >= today ? expires.Value.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - request.Work.Now : null,
        };
    }

    // A document from the future is no document; where the day has begun earlier than here, tomorrow is today.
    private static CheckOutcome Expiry(DateOnly? expires, DateOnly? issued, DateOnly today) =>
        issued > today.AddDays(1) ? CheckOutcome.Failed : expires is null ? CheckOutcome.NotApplicable : Asking.Outcome(expires >= today);

    private static DateOnly? Date(JsonElement about, string name) =>
        DateOnly.TryParseExact(FactReader.Text(about, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private sealed record Reading(string? ContentType, long? Size, IReadOnlyList<string> Agreeing, IReadOnlyList<string> Differing);
}

/// <summary>Which file formats a type of document comes in.</summary>
internal static class DocumentFormats
{
    /// <summary>Pictures of something on a screen or of a face are never a text file.</summary>
    private static readonly HashSet<string> PictureOnly = new(StringComparer.Ordinal) { "screenshot", "opt_in_screenshot", "logo", "selfie", "photo" };

    public static bool Fit(string? type, string contentType) =>
        type is not null && (contentType.StartsWith("image/", StringComparison.Ordinal) || (contentType == "application/pdf" && !PictureOnly.Contains(type)));
}
