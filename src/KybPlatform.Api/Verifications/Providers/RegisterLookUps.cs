using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>What a register says about one of the applicant's numbers, and how that becomes an answer.</summary>
internal static class RegisterLookUps
{
    /// <summary>Registers change slowly and are asked for money or by rate: what one said is relied upon for a while.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(30);

    /// <summary>What a register could not tell, of an entity's people or because it was silent, is asked again, however long the rest would hold.</summary>
    private static readonly TimeSpan ValidWhileUntold = TimeSpan.FromDays(1);

    public static Task<RegisterFinding> LookUpAsync(this IRegisterDesk registers, VerificationRequest request, IdentifierResult number, bool withParties, CancellationToken ct) =>
        registers.LookUpAsync(new RegisterQuestion(request.Work.Tenant, request.Work.Live, number.Scheme!, number.Normalized, withParties), ct);

    /// <summary>An answer with where it comes from; what rests on partial or old data says <c>sample</c>, which clears nobody in a live tenant.</summary>
    public static VerificationAnswer From(this VerificationAnswer answer, RegisterFinding finding) => answer with
    {
        Lists = finding.Source is { } source ? [new ListUse(source.Source, source.Snapshot, source.PublishedAt, source.Complete, Sample: false)] : null,
        Sample = answer.Sample || finding.Source is { Usable: false },
        DataVersion = finding.DataVersion,
        Retry = answer.Retry || finding.Retry,
        ValidFor = finding.Result == LookUpResult.Unavailable ? null : finding is { Untold: null, Trouble: null } ? ValidFor : ValidWhileUntold,
    };

    /// <summary>A business that says it is younger than the data, or nearly so, cannot be in it yet.</summary>
    public static bool MayBeTooYoung(this RegisterFinding finding, JsonElement applicant) =>
        finding.Source?.PublishedAt is { } published
        && DateOnly.TryParseExact(FactReader.Text(applicant, "incorporated_on"), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var founded)
        && founded >= DateOnly.FromDateTime(published.UtcDateTime).AddDays(-14);

    public static RegisterEvidence Evidence(this RegisterFinding finding, IReadOnlyList<FieldMatch>? fields) =>
        new(finding.Source, finding.Result, finding.Reason, finding.Trouble, finding.Record, fields, finding.Untold, finding.Raw is { } raw ? Json(raw) : null);

    // What is not JSON is kept as the text that it is.
    private static JsonElement Json(string raw)
    {
        try
        {
            return JsonDocument.Parse(raw).RootElement;
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(raw);
        }
    }
}

/// <summary>What a register said, kept sealed.</summary>
internal sealed record RegisterEvidence(
    RegisterSource? Source, LookUpResult Result, string? Reason, string? Trouble, RegisterRecord? Record, IReadOnlyList<FieldMatch>? Fields, IReadOnlyList<string>? Untold, JsonElement? Raw);
