using System.Text.Json;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// The business in its register: found by one of its numbers, then held against what it says of itself, field by field. Who directs and owns it, as far as the
/// register tells, is evidence for whoever looks.
/// </summary>
internal sealed class BusinessRegisterProvider(IRegisterDesk registers) : IVerificationProvider
{
    private const string Registered = "registered";
    private const string RegisterActive = "register_active";
    private const string NameMatch = "name_match";
    private const string AddressMatch = "address_match";
    private const string NumbersMatch = "numbers_match";
    private static readonly IReadOnlyList<string> All = [Registered, RegisterActive, NameMatch, AddressMatch, NumbersMatch];

    public string Type => "business_register";

    public string Name => "builtin.registers";

    public string Description => "Whether a business is in a register under one of its numbers, is active there, and has the name and address that it claims.";

    /// <summary>None while nobody can be asked.</summary>
    public IReadOnlyList<string> Checks => registers.Schemes.Count == 0 ? [] : All;

    public bool AnswersEveryCheck => registers.Schemes.Count > 0;

    public IReadOnlyList<string> Subjects { get; } = ["business"];

    public IReadOnlyList<string> Facts { get; } = ["identifiers", "legal_name", "trade_name", "registered_address", "operating_address", "incorporated_on"];

    public bool IsCurrent(string? dataVersion, IReadOnlyList<string> lists) => dataVersion is null || registers.DataVersion(dataVersion.Split('@')[0]) == dataVersion;

    public async Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        IReadOnlyList<string> asked = request.Checks.Count == 0 ? All : [.. All.Intersect(request.Checks, StringComparer.Ordinal)];
        var numbers = Numbers(request.About).ToList();
        if (numbers.Count == 0) return asked.NothingToCheck();
        if (!request.Work.Live && numbers.Select(n => MagicValues.OfNumber(n.Raw)).FirstOrDefault(f => f is not null) is { } forced) return MagicValues.Answer(asked, forced, "register_inactive");
        var finding = await BestAsync(request, numbers, ct);
        if (finding.Record is not { } record || finding.Result != LookUpResult.Found) return Absent(asked, finding, request.About);

        var others = asked.Contains(NumbersMatch) ? await OthersAsync(request, numbers, record, ct) : null;
        FieldMatch[] fields = [RegisterComparison.Name(record, request.About), RegisterComparison.Address(record, request.About), others ?? RegisterComparison.Numbers(record, request.About), RegisterComparison.Incorporated(record, request.About)];
        var checks = asked.ToDictionary(c => c, c => Outcome(c, record, fields), StringComparer.Ordinal);
        return VerificationAnswer.Of(checks, Reason(checks), finding.Evidence(fields)).From(finding);
    }

    private static CheckOutcome Outcome(string check, RegisterRecord record, FieldMatch[] fields) => check switch
    {
        Registered => CheckOutcome.Passed,
        RegisterActive => RegisterComparison.Active(record),
        NameMatch => fields[0].AsCheck,
        AddressMatch => fields[1].AsCheck,
        NumbersMatch => fields[2].AsCheck,
        _ => CheckOutcome.Inconclusive,
    };

    private static VerificationAnswer Absent(IReadOnlyList<string> asked, RegisterFinding finding, JsonElement about)
    {
        var (outcome, reason) = finding.Result == LookUpResult.NotFound && !finding.MayBeTooYoung(about) ? (CheckOutcome.Failed, "register_not_found") : (CheckOutcome.Inconclusive, finding.Reason ?? "verification_inconclusive");
        // Of a business that is not there, nothing is told by comparing.
        var checks = asked.ToDictionary(c => c, c => c is Registered or RegisterActive ? outcome : CheckOutcome.Inconclusive, StringComparer.Ordinal);
        return VerificationAnswer.Of(checks, reason, finding.Evidence(null)).From(finding);
    }

    /// <summary>The first number that is found; where none is, what was said of the first that somebody could answer for.</summary>
    private async Task<RegisterFinding> BestAsync(VerificationRequest request, List<(string Raw, IdentifierResult Number)> numbers, CancellationToken ct)
    {
        RegisterFinding? best = null;
        foreach (var (_, number) in numbers.Where(n => n.Number.FormatOk && registers.Schemes.Contains(n.Number.Scheme!)))
        {
            var finding = await registers.LookUpAsync(request, number, withParties: true, ct);
            if (finding.Result == LookUpResult.Found) return finding;
            if (best is null || (best.Result == LookUpResult.Unavailable && finding.Result == LookUpResult.NotFound)) best = finding;
        }
        return best ?? RegisterFinding.Unavailable("register_no_answer", retry: false);
    }

    /// <summary>A number that another register does not know, or has for somebody else, is not this business's, whatever the first one says.</summary>
    /// <returns>Null where no other register contradicts.</returns>
    private async Task<FieldMatch?> OthersAsync(VerificationRequest request, List<(string Raw, IdentifierResult Number)> numbers, RegisterRecord record, CancellationToken ct)
    {
        foreach (var (_, number) in numbers.Where(n => n.Number.FormatOk && registers.Schemes.Contains(n.Number.Scheme!) && !record.Numbers.Any(r => r.Scheme == n.Number.Scheme)))
        {
            var finding = await registers.LookUpAsync(request, number, withParties: false, ct);
            if (finding.Result == LookUpResult.NotFound && !finding.MayBeTooYoung(request.About)) return new FieldMatch("number", "different", number.Normalized, null, number.Scheme, null);
            if (finding is { Result: LookUpResult.Found, Record: { } other } && RegisterComparison.Name(other, request.About).Outcome == "different")
                return new FieldMatch("number", "different", number.Normalized, other.Names is [var name, ..] ? name.Name : null, number.Scheme, null);
        }
        return null;
    }

    private static IEnumerable<(string Raw, IdentifierResult Number)> Numbers(JsonElement about)
    {
        if (FactReader.Member(about, "identifiers") is not { ValueKind: JsonValueKind.Array } list) yield break;
        foreach (var item in list.EnumerateArray())
            if (FactReader.Text(item, "scheme") is { } scheme && FactReader.Text(item, "value") is { } value) yield return (value, IdentifierValidator.Validate(scheme, value));
    }

    private static string? Reason(Dictionary<string, CheckOutcome> checks)
    {
        bool Failed(string check) => checks.TryGetValue(check, out var outcome) && outcome == CheckOutcome.Failed;
        return Failed(RegisterActive) ? "register_inactive" : Failed(NameMatch) ? "name_mismatch" : Failed(NumbersMatch) ? "register_number_mismatch" : Failed(AddressMatch) ? "register_address_mismatch" : null;
    }
}
