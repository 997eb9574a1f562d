using System.Globalization;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;
using KybPlatform.Identifiers;

namespace KybPlatform.Api.Registers.Online;

/// <summary>
/// VIES of the European Commission: whether a VAT number is valid for trade within the Union, with name and address where the member state tells them. It asks the
/// member state's own system, which is often away; that is no answer about the number.
/// </summary>
internal sealed class ViesRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "European Commission, VIES", "https://ec.europa.eu/taxation_customs/vies/rest-api/")
{
    private static readonly string[] MemberStates =
        ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"];

    private static readonly Dictionary<string, string> StateOf =
        MemberStates.Select(s => (State: s, Scheme: IdentifierSchemes.Find($"{s}:VAT")?.Code)).Where(s => s.Scheme is not null).DistinctBy(s => s.Scheme).ToDictionary(s => s.Scheme!, s => s.State, StringComparer.Ordinal);

    public override IReadOnlyList<string> Schemes { get; } = [.. StateOf.Keys];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var state = StateOf[question.Scheme] is "GR" ? "EL" : StateOf[question.Scheme];
        var number = question.Value.StartsWith(state, StringComparison.Ordinal) && question.Value.Length > 2 && question.Scheme != "FR:VAT" ? question.Value[2..] : question.Value;
        var answer = await PostAsync(question, "check-vat-number", JsonSerializer.Serialize(new { countryCode = state, vatNumber = number }), ct);
        if (!answer.IsAnswer || answer.Status != 200) return Unavailable(answer);
        // It says again which number it speaks of.
        if (RegisterTexts.Text(answer.Json(), "vatNumber") is { } told && Squeezed(told) != Squeezed(number)) return Unavailable(answer) with { Trouble = "other_entity" };
        return RegisterTexts.Member(answer.Json(), "valid").ValueKind switch
        {
            JsonValueKind.True => Found(Valid(question, answer.Json()), answer),
            JsonValueKind.False when RegisterTexts.Text(answer.Json(), "userError") is null or "INVALID" => NotFound(answer),
            // The member state did not answer: MS_UNAVAILABLE, MS_MAX_CONCURRENT_REQ, TIMEOUT, …
            _ => Unavailable(answer) with { Trouble = Error(answer.Json()) ?? "unexpected_content" },
        };
    }

    private static RegisterRecord Valid(RegisterQuestion question, JsonElement answer)
    {
        var name = Told(RegisterTexts.Text(answer, "name") ?? RegisterTexts.Text(answer, "traderName"));
        var lines = Told(RegisterTexts.Text(answer, "address"))?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var address = RegisterTexts.Address(RegisterAddressKind.Registered, lines, Told(RegisterTexts.Text(answer, "traderCity")), null, Told(RegisterTexts.Text(answer, "traderPostalCode")) ?? PostalCode(lines), StateOf[question.Scheme]);
        return new RegisterRecord(
            [new RegisterNumber(question.Scheme, question.Value)], name is null ? [] : [new RegisterName(name, RegisterNameKind.Legal)], RegisterStatus.Active, "valid", address is null ? [] : [address]);
    }

    // The last line begins with it in most member states.
    private static string? PostalCode(string[] lines)
    {
        if (lines.Length == 0) return null;
        var code = new string([.. lines[^1].TakeWhile(c => char.IsAsciiDigit(c) || c is ' ' or '-')]).Trim();
        return code.Length >= 4 ? code : null;
    }

    private static string Squeezed(string number) => string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static string? Told(string? text) => text is null or "---" ? null : text;

    private static string? Error(JsonElement answer) =>
        (RegisterTexts.Items(answer, "errorWrappers").Select(e => RegisterTexts.Text(e, "error")).FirstOrDefault() ?? RegisterTexts.Text(answer, "userError"))?.ToLower(CultureInfo.InvariantCulture);
}
