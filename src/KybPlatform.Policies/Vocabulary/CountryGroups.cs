namespace KybPlatform.Policies;

/// <summary>
/// Named groups of countries, for scopes by region and for <c>country_in</c>: unions that make law together, and the geographic regions of the United Nations Statistics Division
/// (standard M49), which leave out AQ, TW and XK.
/// </summary>
public static class CountryGroups
{
    private const string M49 = "United Nations Statistics Division, Standard country or area codes for statistical use (M49)";
    private const int AsOf = 2026;

    private const string Eu = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    private const string NorthernAfrica = "DZ EG EH LY MA SD TN";
    private const string EasternAfrica = "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW";
    private const string MiddleAfrica = "AO CD CF CG CM GA GQ ST TD";
    private const string SouthernAfrica = "BW LS NA SZ ZA";
    private const string WesternAfrica = "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG";
    private const string Caribbean = "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI";
    private const string CentralAmerica = "BZ CR GT HN MX NI PA SV";
    private const string SouthAmerica = "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE";
    private const string NorthernAmerica = "BM CA GL PM US";
    private const string CentralAsia = "KG KZ TJ TM UZ";
    private const string EasternAsia = "CN HK JP KP KR MN MO";
    private const string SouthEasternAsia = "BN ID KH LA MM MY PH SG TH TL VN";
    private const string SouthernAsia = "AF BD BT IN IR LK MV NP PK";
    private const string WesternAsia = "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE";
    private const string EasternEurope = "BG BY CZ HU MD PL RO RU SK UA";
    private const string NorthernEurope = "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ";
    private const string SouthernEurope = "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA";
    private const string WesternEurope = "AT BE CH DE FR LI LU MC NL";
    private const string AustraliaAndNewZealand = "AU CC CX HM NF NZ";
    private const string PacificIslands = "FJ NC PG SB VU FM GU KI MH MP NR PW UM AS CK NU PF PN TK TO TV WF WS";

    public static ReferenceGroups Shipped { get; } = new(
    [
        Group("EU", "European Union", "Treaty on European Union", Eu),
        Group("EEA", "European Economic Area", "Agreement on the European Economic Area", Eu + " IS LI NO"),
        Group("EFTA", "European Free Trade Association", "EFTA Convention", "CH IS LI NO"),
        Group("SCHENGEN", "Schengen area", "Schengen acquis; Council Decision (EU) 2024/3212", "AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"),
        Group("EUROZONE", "Euro area", "Treaty on the Functioning of the European Union, Article 140", "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"),
        Group("GCC", "Gulf Cooperation Council", "Charter of the Gulf Cooperation Council", "AE BH KW OM QA SA"),
        Group("ASEAN", "Association of Southeast Asian Nations", "ASEAN Charter", SouthEasternAsia),
        Group("NANP", "North American Numbering Plan", "North American Numbering Plan Administrator: countries that are sovereign or have a code of their own", "AG AI AS BB BM BS CA DM DO GD GU JM KN KY LC MP MS PR SX TC TT US VC VG VI"),
        Group("AFRICA", "Africa", M49, string.Join(' ', NorthernAfrica, EasternAfrica, MiddleAfrica, SouthernAfrica, WesternAfrica)),
        Group("NORTHERN_AFRICA", "Northern Africa", M49, NorthernAfrica),
        Group("SUB_SAHARAN_AFRICA", "Sub-Saharan Africa", M49, string.Join(' ', EasternAfrica, MiddleAfrica, SouthernAfrica, WesternAfrica)),
        Group("AMERICAS", "Americas", M49, string.Join(' ', Caribbean, CentralAmerica, SouthAmerica, NorthernAmerica)),
        Group("LATIN_AMERICA", "Latin America and the Caribbean", M49, string.Join(' ', Caribbean, CentralAmerica, SouthAmerica)),
        Group("CARIBBEAN", "Caribbean", M49, Caribbean),
        Group("CENTRAL_AMERICA", "Central America", M49, CentralAmerica),
        Group("SOUTH_AMERICA", "South America", M49, SouthAmerica),
        Group("NORTHERN_AMERICA", "Northern America", M49, NorthernAmerica),
        Group("ASIA", "Asia", M49, string.Join(' ', CentralAsia, EasternAsia, SouthEasternAsia, SouthernAsia, WesternAsia)),
        Group("CENTRAL_ASIA", "Central Asia", M49, CentralAsia),
        Group("EASTERN_ASIA", "Eastern Asia", M49, EasternAsia),
        Group("SOUTH_EASTERN_ASIA", "South-eastern Asia", M49, SouthEasternAsia),
        Group("SOUTHERN_ASIA", "Southern Asia", M49, SouthernAsia),
        Group("WESTERN_ASIA", "Western Asia", M49, WesternAsia),
        Group("EUROPE", "Europe", M49, string.Join(' ', EasternEurope, NorthernEurope, SouthernEurope, WesternEurope)),
        Group("EASTERN_EUROPE", "Eastern Europe", M49, EasternEurope),
        Group("NORTHERN_EUROPE", "Northern Europe", M49, NorthernEurope),
        Group("SOUTHERN_EUROPE", "Southern Europe", M49, SouthernEurope),
        Group("WESTERN_EUROPE", "Western Europe", M49, WesternEurope),
        Group("OCEANIA", "Oceania", M49, string.Join(' ', AustraliaAndNewZealand, PacificIslands)),
        Group("AUSTRALIA_AND_NEW_ZEALAND", "Australia and New Zealand", M49, AustraliaAndNewZealand),
    ]);

    private static ReferenceGroup Group(string name, string title, string source, string members) => ReferenceGroups.Of(name, title, source, AsOf, members);
}
