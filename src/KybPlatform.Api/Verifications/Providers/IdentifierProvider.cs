using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Registration and tax numbers by shape and check digit. A well-formed number proves nothing about the register behind it.</summary>
internal sealed class IdentifierProvider : IVerificationProvider
{
    private const string Format = "format";
    private const string Checksum = "checksum";

    public string Type => "identifier";

    public string Name => "builtin.identifiers";

    public string Description => "Whether a registration or tax number has the form and the check digit of its scheme.";

    public IReadOnlyList<string> Checks { get; } = [Format, Checksum];

    public IReadOnlyList<string> Subjects { get; } = ["identifiers/<scheme>"];

    public IReadOnlyList<string> Facts { get; } = ["identifiers"];

    // No register is connected: register_active and name_match wait for one.
    public bool AnswersEveryCheck => false;

    public Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct) => Task.FromResult(Answer(request));

    private VerificationAnswer Answer(VerificationRequest request)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "scheme") is not { } scheme || FactReader.Text(request.About, "value") is not { } value) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfNumber(value) is { } forced) return MagicValues.Answer(asked, forced, "format_invalid");
        var result = IdentifierValidator.Validate(scheme, value);
        if (result.Definition is null) return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "verification_inconclusive");
        var checks = asked.ToDictionary(c => c, c => c == Format ? Asking.Outcome(result.FormatOk) : ChecksumOf(result), StringComparer.Ordinal);
        var reason = !checks.ContainsValue(CheckOutcome.Failed) ? null : result.FormatOk ? "checksum_invalid" : "format_invalid";
        return VerificationAnswer.Of(checks, reason, new Reading(
            result.Scheme!, result.Normalized, result.Formatted, result.Kind is { } kind ? SnakeCase.Of(kind) : null, result.ReasonCode, result.DidYouMean,
            [.. result.Derived.Select(d => new DerivedNumber(d.Scheme, d.Value))]));
    }

    // What does not even have the form has no right check digit either.
    private static CheckOutcome ChecksumOf(IdentifierResult result) =>
        !result.FormatOk ? CheckOutcome.Failed : result.ChecksumOk is { } ok ? Asking.Outcome(ok) : CheckOutcome.NotApplicable;

    private sealed record Reading(
        string Scheme, string Normalized, string Formatted, string? Kind, string? Finding, string? DidYouMean, IReadOnlyList<DerivedNumber> Derived);

    private sealed record DerivedNumber(string Scheme, string Value);
}
