using System.Globalization;
using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers.Formats;

/// <summary>The basic company data that Companies House offers every month: one row per company on the live register, so a dissolved one is not in it.</summary>
internal static class CompaniesHouseRows
{
    public const string Crn = "GB:CRN";

    public static readonly IReadOnlyList<string> Needed = ["CompanyName", "CompanyNumber", "CompanyStatus", "RegAddress.PostCode", "IncorporationDate"];

    public static RegisterRecord? Of(CsvRow row)
    {
        if (RegisterTexts.Number(Crn, row["CompanyNumber"]) is not { } number || RegisterTexts.Name(row["CompanyName"], RegisterNameKind.Legal) is not { } name) return null;
        var address = RegisterTexts.Address(
            RegisterAddressKind.Registered, [row["RegAddress.CareOf"], row["RegAddress.POBox"], row["RegAddress.AddressLine1"], row["RegAddress.AddressLine2"]],
            row["RegAddress.PostTown"], row["RegAddress.County"], row["RegAddress.PostCode"], row["RegAddress.Country"] ?? "UNITED KINGDOM");
        return new RegisterRecord(
            [number], [name, .. Former(row)], CompaniesHouseStatus.Of(row["CompanyStatus"]), row["CompanyStatus"], address is null ? [] : [address], row["CompanyCategory"],
            RegisterTexts.Date(row["IncorporationDate"], "dd/MM/yyyy"), RegisterTexts.Date(row["DissolutionDate"], "dd/MM/yyyy"));
    }

    private static IEnumerable<RegisterName> Former(CsvRow row) =>
        Enumerable.Range(1, 10).Select(i => RegisterTexts.Name(row[string.Create(CultureInfo.InvariantCulture, $"PreviousName_{i}.CompanyName")], RegisterNameKind.Former)).OfType<RegisterName>();
}

/// <summary>The words of Companies House, of its files ("Active - Proposal to Strike off") and of its interface ("voluntary-arrangement").</summary>
internal static class CompaniesHouseStatus
{
    /// <param name="detail">What the interface says beside the status.</param>
    public static RegisterStatus Of(string? word, string? detail = null)
    {
        var said = word?.Replace('-', ' ').ToLowerInvariant() ?? "";
        if (detail?.StartsWith("active-proposal-to-strike-off", StringComparison.Ordinal) == true || (said.StartsWith("active", StringComparison.Ordinal) && said.Contains("strike off", StringComparison.Ordinal))) return RegisterStatus.Suspended;
        return said switch
        {
            "active" or "open" or "registered" => RegisterStatus.Active,
            "dissolved" or "converted closed" or "removed" => RegisterStatus.Dissolved,
            "closed" or "converted/closed" => RegisterStatus.Inactive,
            _ when said.Contains("liquidation", StringComparison.Ordinal) || said.Contains("administrat", StringComparison.Ordinal) || said.Contains("receiver", StringComparison.Ordinal)
                || said.Contains("voluntary arrangement", StringComparison.Ordinal) || said.Contains("insolvency", StringComparison.Ordinal) => RegisterStatus.InInsolvency,
            _ => RegisterStatus.Unknown,
        };
    }
}
