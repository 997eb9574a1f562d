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

    /// <summary>The shipped sample, which clears nobody.</summary>
    public const string Sample = "sample";
}
