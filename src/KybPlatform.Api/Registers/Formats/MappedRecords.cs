using System.Globalization;
using System.Text;
using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>Reads entities out of rows or lines by a mapping.</summary>
internal static class MappedRecords
{
    public static RegisterRecord? Of(RecordMapping mapping, Func<string, string?> read)
    {
        List<RegisterNumber> numbers = [.. mapping.Numbers!.Select(n => RegisterTexts.Number(n.Scheme!, string.Concat(n.Parts!.Select(read)))).OfType<RegisterNumber>()];
        List<RegisterName> names = [.. mapping.Names!.Select(n => RegisterTexts.Name(read(n.From!), Kind(n.Kind, RegisterNameKind.Legal))).OfType<RegisterName>()];
        if (numbers.Count == 0 || names.Count == 0) return null;
        var (status, word) = StatusOf(mapping.Status, read);
        return new RegisterRecord(
            numbers, names, status, word, [.. (mapping.Addresses ?? []).Select(a => Address(a, read)).OfType<RegisterAddress>()],
            mapping.LegalForm is null ? null : read(mapping.LegalForm), Date(mapping.IncorporatedOn, read), Date(mapping.DissolvedOn, read),
            [.. (mapping.Parents ?? []).Select(p => Parent(p, read)).OfType<RegisterParty>()]);
    }

    /// <summary>The value at a dotted path of a line.</summary>
    public static string? At(JsonElement line, string path)
    {
        var at = line;
        foreach (var step in path.Split('.'))
        {
            if (at.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < at.GetArrayLength()) at = at[i];
            else at = RegisterTexts.Member(at, step);
        }
        return at.ValueKind switch { JsonValueKind.String => RegisterTexts.Clean(at.GetString()), JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => at.GetRawText(), _ => null };
    }

    /// <summary>The columns without which no row can be read.</summary>
    public static IEnumerable<string> Needed(RecordMapping mapping) => mapping.Numbers!.SelectMany(n => n.Parts!).Concat(mapping.Names!.Take(1).Select(n => n.From!));

    public static Encoding EncodingOf(RecordMapping mapping) => mapping.Encoding is "latin1" or "iso-8859-1" ? Encoding.Latin1 : Encoding.UTF8;

    private static (RegisterStatus, string?) StatusOf(MappedStatus? mapped, Func<string, string?> read)
    {
        if (mapped is null) return (RegisterStatus.Unknown, null);
        if (mapped.Always is { } always) return (Kind(always, RegisterStatus.Unknown), always);
        var word = mapped.From is null ? null : read(mapped.From);
        return (word is not null && mapped.Values?.FirstOrDefault(v => string.Equals(v.Key, word, StringComparison.OrdinalIgnoreCase)).Value is { } known ? Kind(known, RegisterStatus.Unknown) : RegisterStatus.Unknown, word);
    }

    private static RegisterAddress? Address(MappedAddress mapped, Func<string, string?> read)
    {
        string? Read(string? place) => place is null ? null : read(place);
        return RegisterTexts.Address(
            Kind(mapped.Kind, RegisterAddressKind.Registered), (mapped.Lines ?? []).Select(read), Read(mapped.City), Read(mapped.Region), Read(mapped.PostalCode), Read(mapped.Country) ?? mapped.CountryIs);
    }

    private static DateOnly? Date(MappedDate? mapped, Func<string, string?> read) => mapped?.From is null ? null : RegisterTexts.Date(read(mapped.From), mapped.Format);

    private static RegisterParty? Parent(MappedParent mapped, Func<string, string?> read)
    {
        var number = mapped is { Scheme: { } scheme, Number: { } place } ? RegisterTexts.Number(scheme, read(place)) : null;
        var name = mapped.Name is null ? null : read(mapped.Name);
        if (number is null && name is null) return null;
        double? percent = mapped.Percent is not null && double.TryParse(read(mapped.Percent), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 100 ? share : null;
        return new RegisterParty(name, "owner", IsPerson: false, number, percent, percent);
    }

    private static TEnum Kind<TEnum>(string? word, TEnum otherwise) where TEnum : struct, Enum => word is not null && SnakeCase.TryParse<TEnum>(word, out var kind) ? kind : otherwise;
}
