using System.Text.Json;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Reading;
using KybPlatform.Identifiers.Documents;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// What stands in a document, read and held against what it is said to show. Text that a document holds itself is taken at its word; text that was recognised in a
/// picture can confirm, and never refutes: it may be misread.
/// </summary>
/// <param name="scanner">Null where nobody scans for malware: <c>no_malware</c> is then not offered.</param>
internal sealed class DocumentContentProvider(IDocuments documents, IEnumerable<IDocumentReader> readers, IFileScanner? scanner) : IVerificationProvider
{
    private const string NoMalware = "no_malware";
    private const string TextMatch = "text_match";
    private const string MrzMatch = "mrz_match";

    /// <summary>A machine read all that the document is said to show: its evidence is then <c>extracted</c>.</summary>
    internal const string FieldsReadCheck = KybPlatform.Policies.DocumentEvidence.ReadCheck;

    public string Type => KybPlatform.Policies.DocumentEvidence.ReadType;

    public string Name => "builtin.document_content";

    public string Description => "Whether a document's own text and machine-readable zone say what it is said to show, and whether it is free of malware.";

    public IReadOnlyList<string> Checks { get; } = scanner is null ? [TextMatch, MrzMatch, FieldsReadCheck] : [TextMatch, MrzMatch, FieldsReadCheck, NoMalware];

    public bool AnswersEveryCheck => scanner is not null;

    public IReadOnlyList<string> Subjects { get; } = ["documents/<requirement>"];

    public IReadOnlyList<string> Facts { get; } = ["documents.*.document_id", "documents.*.type", "documents.*.issued_on", "documents.*.expires_on", "documents.*.fields"];

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "document_id") is not { } id) return asked.NothingToCheck();
        var fields = FactReader.Member(request.About, "fields");
        if (!request.Work.Live && MagicValues.OfNumber(FactReader.Text(fields, "document_number")) is { } forced) return MagicValues.Answer(this.Forced(request), forced, "document_invalid");
        if ((await documents.FindAsync(request.Work.Db, [id], ct)).GetValueOrDefault(id) is not { } stored) return asked.NothingToCheck();
        if (stored.State is "pending") return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "provider_unavailable") with { Retry = true };
        if (stored.State is "harmful") return VerificationAnswer.Of(asked.ToDictionary(c => c, c => c is NoMalware ? CheckOutcome.Failed : CheckOutcome.Inconclusive, StringComparer.Ordinal), "document_harmful");
        var scan = asked.Contains(NoMalware) && scanner is not null ? await OpenAsync(request, id, scanner.ScanAsync, ct) : null;
        // What is known to be harmful is not opened by anybody.
        var text = scan is { Clean: false } || !asked.Any(c => c is TextMatch or MrzMatch or FieldsReadCheck) ? null : await TextAsync(request, id, stored.ContentType, ct);
        var agreement = text is null ? null : TextAgreement.Of(text, fields);
        var zone = text is null ? null : MrzInText.Find(text.Lines, DateOnly.FromDateTime(request.Work.Now.UtcDateTime));
        var read = text is null ? null : FieldsRead.Of(text, zone, request.About);
        var checks = asked.ToDictionary(c => c, c => c switch
        {
            NoMalware => Asking.Outcome(scan?.Clean),
            FieldsReadCheck => read?.Outcome ?? CheckOutcome.Inconclusive,
            TextMatch => agreement?.Outcome ?? CheckOutcome.Inconclusive,
            _ => text is null ? CheckOutcome.Inconclusive : zone is null ? WithoutZone(text, FactReader.Text(request.About, "type")) : ZoneAgreement.Of(zone, text, fields, DateOnly.FromDateTime(request.Work.Now.UtcDateTime)),
        }, StringComparer.Ordinal);
        var reason = scan is { Clean: false } ? "document_harmful" : checks.ContainsValue(CheckOutcome.Failed) ? zone?.ExpiryDate < DateOnly.FromDateTime(request.Work.Now.UtcDateTime) ? "document_expired" : "document_invalid" : null;
        // Who asks for the whole asks what speaks for or against the document; that a machine could not read all of it does neither.
        if (request.Checks.Count == 0 && checks[FieldsReadCheck] is not CheckOutcome.Passed) checks.Remove(FieldsReadCheck);
        return VerificationAnswer.Of(checks, reason, new Reading(text?.By, text?.Whole, agreement?.Found ?? [], agreement?.Absent ?? [], read, zone, scan?.Found)) with
        {
            Retry = scan is { Clean: null },
            // What a zone proves, it proves until the document expires.
            ValidFor = zone?.ExpiryDate is { } expires && expires >= DateOnly.FromDateTime(request.Work.Now.UtcDateTime) ? expires.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - request.Work.Now : null,
        };
    }

    private async Task<DocumentText?> TextAsync(VerificationRequest request, string id, string contentType, CancellationToken ct)
    {
        foreach (var reader in readers.Where(r => r.Reads(contentType)))
            if (await OpenAsync(request, id, reader.ReadAsync, ct) is { } text) return text;
        return null;
    }

    private async Task<T?> OpenAsync<T>(VerificationRequest request, string id, Func<Stream, CancellationToken, Task<T>> use, CancellationToken ct)
    {
        await using var content = await documents.OpenAsync(request.Work.Db, id, ct);
        return content is null ? default : await use(content, ct);
    }

    // Cropped, blurred or turned over: a zone that should be there was not read. Only a text that was read exactly says that there is none.
    private static CheckOutcome WithoutZone(DocumentText text, string? type) =>
        text.Exact && type is not (null or "passport" or "national_id_card" or "residence_permit" or "emirates_id") ? CheckOutcome.NotApplicable : CheckOutcome.Inconclusive;

    private sealed record Reading(string? By, string? Text, IReadOnlyList<string> Found, IReadOnlyList<string> Absent, FieldsRead? Fields, MrzResult? Zone, string? Malware);
}
