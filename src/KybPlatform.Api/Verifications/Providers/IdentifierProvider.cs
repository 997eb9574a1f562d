using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// Registration and tax numbers by shape and check digit and, for schemes of which a dataset or a register is at hand, by what it has under the number. A
/// well-formed number alone proves nothing about the register behind it.
/// </summary>
internal sealed class IdentifierProvider(IRegisterDesk registers) : IVerificationProvider
{
    private const string Format = "format";
    private const string Checksum = "checksum";
    private const string RegisterActive = "register_active";
    private const string NameMatch = "name_match";
    private static readonly IReadOnlyList<string> ByItself = [Format, Checksum];
    private static readonly IReadOnlyList<string> WithRegister = [Format, Checksum, RegisterActive, NameMatch];

    public string Type => "identifier";

    public string Name => "builtin.identifiers";

    public string Description => "Whether a registration or tax number has the form and the check digit of its scheme, and whether its register has it as active under the claimed name.";

    public IReadOnlyList<string> Checks => registers.Schemes.Count == 0 ? ByItself : WithRegister;

    public IReadOnlyList<string> Subjects { get; } = ["identifiers/<scheme>"];

    public IReadOnlyList<string> Facts { get; } = ["identifiers", "legal_name", "trade_name"];

    // A register is at hand for some schemes, never for all.
    public bool AnswersEveryCheck => false;

    /// <summary>What can be answered whatever the scheme, and what for single ones.</summary>
    public IEnumerable<string> Answers => ByItself.Concat(registers.Schemes.SelectMany(s => (string[])[$"{RegisterActive}:{s}", $"{NameMatch}:{s}"]));

    public bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => dataVersion is null || registers.DataVersion(dataVersion.Split('@')[0]) == dataVersion;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        var asked = this.Asked(request);
        if (FactReader.Text(request.About, "scheme") is not { } scheme || FactReader.Text(request.About, "value") is not { } value) return asked.NothingToCheck();
        if (!request.Work.Live && MagicValues.OfNumber(value) is { } forced) return MagicValues.Answer(asked, forced, "format_invalid");
        var result = IdentifierValidator.Validate(scheme, value);
        if (result.Definition is null) return VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "verification_inconclusive");
        // What is malformed is in no register; nobody is asked.
        var finding = result.IsValid && asked.Any(c => c is RegisterActive or NameMatch) ? await registers.LookUpAsync(request, result, withParties: false, ct) : null;
        return Judge(request, asked, result, finding);
    }

    private static VerificationAnswer Judge(VerificationRequest request, IReadOnlyList<string> asked, IdentifierResult result, RegisterFinding? finding)
    {
        var applicant = FactReader.Applicant(request.Facts);
        var name = finding is { Result: LookUpResult.Found, Record: { } record } ? RegisterComparison.Name(record, applicant) : null;
        var checks = asked.ToDictionary(c => c, c => c switch
        {
            Format => Asking.Outcome(result.FormatOk),
            Checksum => ChecksumOf(result),
            RegisterActive => ActiveOf(result, finding, applicant),
            _ => !result.IsValid ? CheckOutcome.Failed : name?.AsCheck ?? CheckOutcome.Inconclusive,
        }, StringComparer.Ordinal);
        var answer = VerificationAnswer.Of(checks, Reason(checks, result, finding), new Reading(
            result.Scheme!, result.Normalized, result.Formatted, result.Kind is { } kind ? SnakeCase.Of(kind) : null, result.ReasonCode, result.DidYouMean,
            [.. result.Derived.Select(d => new DerivedNumber(d.Scheme, d.Value))], finding?.Evidence(name is null ? null : [name])));
        return finding is null ? answer : answer.From(finding);
    }

    private static CheckOutcome ActiveOf(IdentifierResult result, RegisterFinding? finding, JsonElement applicant) => finding switch
    {
        null => result.IsValid ? CheckOutcome.Inconclusive : CheckOutcome.Failed,
        { Result: LookUpResult.Found, Record: { } record } => RegisterComparison.Active(record),
        { Result: LookUpResult.NotFound } => finding.MayBeTooYoung(applicant) ? CheckOutcome.Inconclusive : CheckOutcome.Failed,
        _ => CheckOutcome.Inconclusive,
    };

    private static string? Reason(Dictionary<string, CheckOutcome> checks, IdentifierResult result, RegisterFinding? finding)
    {
        if (!checks.ContainsValue(CheckOutcome.Failed)) return finding is { Result: LookUpResult.Unavailable } ? finding.Reason : finding?.Record?.Doubt is null ? null : "register_doubtful";
        if (!result.FormatOk) return "format_invalid";
        if (result.ChecksumOk == false) return "checksum_invalid";
        return checks.GetValueOrDefault(RegisterActive) != CheckOutcome.Failed ? "name_mismatch" : finding?.Result == LookUpResult.NotFound ? "register_not_found" : "register_inactive";
    }

    // What does not even have the form has no right check digit either.
    private static CheckOutcome ChecksumOf(IdentifierResult result) =>
        !result.FormatOk ? CheckOutcome.Failed : result.ChecksumOk is { } ok ? Asking.Outcome(ok) : CheckOutcome.NotApplicable;

    private sealed record Reading(
        string Scheme, string Normalized, string Formatted, string? Kind, string? Finding, string? DidYouMean, IReadOnlyList<DerivedNumber> Derived, RegisterEvidence? Register);

    private sealed record DerivedNumber(string Scheme, string Value);
}
