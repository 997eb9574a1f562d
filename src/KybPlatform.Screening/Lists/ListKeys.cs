namespace KybPlatform.Screening.Lists;

/// <summary>The keys under which policies and the API name the lists.</summary>
public static class ListKeys
{
    /// <summary>US Treasury OFAC, Specially Designated Nationals and Blocked Persons.</summary>
    public const string OfacSdn = "ofac_sdn";

    /// <summary>US Treasury OFAC, the consolidated list of everything that is not SDN.</summary>
    public const string OfacConsolidated = "ofac_consolidated";

    /// <summary>United Nations Security Council consolidated list.</summary>
    public const string Un = "un";

    /// <summary>European Union, consolidated list of persons, groups and entities subject to financial sanctions.</summary>
    public const string Eu = "eu";

    /// <summary>The UK Sanctions List, since January 2026 the United Kingdom's only list.</summary>
    public const string Uk = "uk";

    /// <summary>The consolidated list of asset freeze targets that OFSI published beside it until then.</summary>
    public const string UkOfsi = "uk_ofsi";

    /// <summary>US Consolidated Screening List: the export and sanctions lists of the Departments of Commerce, State and the Treasury in one.</summary>
    public const string UsCsl = "us_csl";

    /// <summary>US Bureau of Industry and Security, Denied Persons List.</summary>
    public const string UsDeniedPersons = "us_bis_dpl";

    /// <summary>A collection of OpenSanctions, in its FollowTheMoney JSON.</summary>
    public const string OpenSanctions = "opensanctions";

    /// <summary>The shipped sample, which clears nobody.</summary>
    public const string Sample = "sample";
}
