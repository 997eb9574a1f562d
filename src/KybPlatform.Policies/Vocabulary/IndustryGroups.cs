namespace KybPlatform.Policies;

/// <summary>Named groups of the vocabulary's industries, for <c>industry_in</c>: the sections of the United Nations' ISIC Rev. 4 that they belong to, and those whose messages need an age gate.</summary>
public static class IndustryGroups
{
    private const string Isic = "United Nations, International Standard Industrial Classification of All Economic Activities, Revision 4, section ";
    private const int AsOf = 2008;

    public static ReferenceGroups Shipped { get; } = new(
    [
        Section("A", "AGRICULTURE", "Agriculture, forestry and fishing", "agriculture cannabis"),
        Section("B", "MINING", "Mining and quarrying", "oil_and_gas raw_materials"),
        Section("C", "MANUFACTURING", "Manufacturing", "alcohol_tobacco automotive consumer_goods electronics firearms food_and_beverage jewelry manufacturing"),
        Section("D", "ENERGY_SUPPLY", "Electricity, gas, steam and air conditioning supply", "energy"),
        Section("G", "TRADE", "Wholesale and retail trade", "alcohol_tobacco automotive cannabis consumer_goods electronics firearms jewelry retail"),
        Section("H", "TRANSPORT", "Transportation and storage", "logistics transportation"),
        Section("I", "ACCOMMODATION_AND_FOOD", "Accommodation and food service activities", "food_and_beverage hospitality"),
        Section("J", "INFORMATION_AND_COMMUNICATION", "Information and communication", "adult_content media online_services technology telecommunications"),
        Section("K", "FINANCE_AND_INSURANCE", "Financial and insurance activities", "banking cryptocurrency financial_services fintech high_risk_lending insurance"),
        Section("L", "REAL_ESTATE", "Real estate activities", "real_estate"),
        Section("M", "PROFESSIONAL_SERVICES", "Professional, scientific and technical activities", "engineering legal professional_services"),
        Section("N", "BUSINESS_SUPPORT", "Administrative and support service activities", "lead_generation third_party_debt travel"),
        Section("O", "PUBLIC_ADMINISTRATION", "Public administration and defence; compulsory social security", "government"),
        Section("P", "EDUCATION", "Education", "education"),
        Section("Q", "HEALTH", "Human health and social work activities", "healthcare"),
        Section("R", "ARTS_AND_RECREATION", "Arts, entertainment and recreation", "gambling"),
        Section("S", "MEMBERSHIP_ORGANIZATIONS", "Other service activities", "nonprofit political religion"),
        ReferenceGroups.Of("AGE_GATED", "What carriers want an age gate for", "This platform, after what the networks of the United States and Canada ask", 2026, "adult_content alcohol_tobacco cannabis firearms gambling"),
    ]);

    private static ReferenceGroup Section(string letter, string name, string title, string members) => ReferenceGroups.Of(name, title, Isic + letter, AsOf, members);
}
