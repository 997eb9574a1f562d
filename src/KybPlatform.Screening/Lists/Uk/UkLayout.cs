namespace KybPlatform.Screening.Lists.Uk;

/// <summary>
/// The two tables of the United Kingdom name their columns differently and mean the same. Several rows with one key are one party: a row a name,
/// address or passport. Column names are compared by their letters and digits only.
/// </summary>
/// <param name="Key">The column whose value rows of one party share.</param>
/// <param name="NameType">Says "Primary name" in the rows that hold the party's name.</param>
internal sealed record UkLayout(
    string ListKey, string Publisher, string Key, string NameType, string Strength, string Kind, string Birth, string Nationality, string Address, string Postcode,
    string Country, IReadOnlyList<(string Column, string Kind)> Numbers, string? Flag, string Regime)
{
    public static UkLayout SanctionsList { get; } = new(
        ListKeys.Uk, "UK Foreign, Commonwealth and Development Office", "uniqueid", "nametype", "aliasstrength", "designationtype", "dob", "nationalityies", "addressline", "addresspostalcode",
        "addresscountry",
        [
            ("passportnumber", "passport"), ("nationalidentifiernumber", "national_id"), ("businessregistrationnumbers", "registration"), ("imonumber", "imo"),
            ("hullidentificationnumberhin", "other"), ("website", "website"), ("emailaddress", "email"), ("phonenumber", "phone"),
        ],
        "currentbelievedflagofship", "regimename");

    public static UkLayout Ofsi { get; } = new(
        ListKeys.UkOfsi, "HM Treasury, Office of Financial Sanctions Implementation", "groupid", "aliastype", "aliasquality", "grouptype", "dob", "nationality", "address", "postzipcode",
        "country", [("passportnumber", "passport"), ("nationalidentificationnumber", "national_id")], null, "regime");
}
