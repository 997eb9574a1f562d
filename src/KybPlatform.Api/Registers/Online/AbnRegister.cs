using System.Text;
using System.Text.Json;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;

namespace KybPlatform.Api.Registers.Online;

/// <summary>ABN Lookup of the Australian Business Register: entities by business or company number. Its JSON comes wrapped in a function call.</summary>
internal sealed class AbnRegister(ProviderSettings settings, OutboundLine line, TimeProvider clock) : HttpRegister(settings, line, clock, "Australian Business Register", "https://abr.business.gov.au/json/")
{
    private const string Abn = "AU:ABN";
    private const string Acn = "AU:ACN";

    public override IReadOnlyList<string> Schemes { get; } = [Abn, Acn];

    protected override async Task<RegisterFinding> LookAsync(RegisterQuestion question, CancellationToken ct)
    {
        var (page, name) = question.Scheme == Abn ? ("AbnDetails", "abn") : ("AcnDetails", "acn");
        var answer = await GetAsync(question, $"{page}.aspx?{name}={question.Value}&callback=c&guid={Uri.EscapeDataString(Settings.Key ?? "")}", ct, "*/*");
        if (!answer.IsAnswer || answer.Status != 200) return Unavailable(answer);
        var entity = Unwrapped(answer);
        if (entity.ValueKind != JsonValueKind.Object) return Unavailable(answer);
        if (RegisterTexts.Number(Abn, RegisterTexts.Text(entity, "Abn")) is not { } number)
            // Also a refused key is told in this field, and is no statement about the number.
            return RegisterTexts.Text(entity, "Message") is { } said && (said.Contains("No record", StringComparison.OrdinalIgnoreCase) || said.Contains("not a valid A", StringComparison.OrdinalIgnoreCase)) ? NotFound(answer) : Unavailable(answer);
        return Found(Record(entity, number), answer);
    }

    private static RegisterRecord Record(JsonElement entity, RegisterNumber number)
    {
        var acn = RegisterTexts.Number(Acn, RegisterTexts.Text(entity, "Acn"));
        var word = RegisterTexts.Text(entity, "AbnStatus");
        var names = RegisterTexts.Items(entity, "BusinessName").Select(n => RegisterTexts.Name(n.ValueKind == JsonValueKind.String ? n.GetString() : null, RegisterNameKind.Trading));
        var address = RegisterTexts.Address(RegisterAddressKind.Registered, [], null, RegisterTexts.Text(entity, "AddressState"), RegisterTexts.Text(entity, "AddressPostcode"), "AU");
        return new RegisterRecord(
            acn is null ? [number] : [number, acn], [.. names.Prepend(RegisterTexts.Name(RegisterTexts.Text(entity, "EntityName"), RegisterNameKind.Legal)).OfType<RegisterName>()],
            word switch { "Active" => RegisterStatus.Active, "Cancelled" => RegisterStatus.Inactive, _ => RegisterStatus.Unknown }, word, address is null ? [] : [address], RegisterTexts.Text(entity, "EntityTypeCode"));
    }

    private static JsonElement Unwrapped(LineAnswer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body.Span).Trim().TrimEnd(';');
        if (text.StartsWith("c(", StringComparison.Ordinal) && text.EndsWith(')')) text = text[2..^1];
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
