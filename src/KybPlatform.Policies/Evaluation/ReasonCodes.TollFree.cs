namespace KybPlatform.Policies;

public static partial class ReasonCodes
{
    /// <summary>
    /// What a toll-free number for text messages is refused for, where the programme has a code of its own for it. The first six are of the programme's older
    /// set; of 30440, 30443, 30445, 30447 and 30449 no page was found.
    /// </summary>
    private static IEnumerable<ReasonCode> TollFree() =>
    [
        new("toll_free_sexual_content", "The business or its content belongs to the category of sex.", "This content is not permitted.", "30441"),
        new("toll_free_spam", "The business or its content is known for spam.", "This content is not permitted.", "30442"),
        new("toll_free_fraud", "The business or its content is known for fraud or deception.", "This content is not permitted.", "30444"),
        new("toll_free_consent_not_express", "Recipients do not agree expressly, for a purpose that they were told of before.", "Recipients must agree expressly to the messages.", "30446"),
        new("toll_free_age_gate_missing", "No age gate, or none that is acceptable.", "An age gate is required.", "30448"),
        new("toll_free_cryptocurrency", "The business or its messages are about cryptocurrencies.", "This content is not permitted.", "30464"),
        new("email_not_official", "The e-mail address is not at a domain of the business.", "An e-mail address at the business's own domain is required.", "30482"),
        new("business_name_not_on_record", "The name of the business is not the one on record.", "The name must be the one in the official record.", "30484"),
        new("business_papers_missing", "Papers of the registration of the business are asked for.", "Papers of the registration of the business are required.", "30485"),
        new("charity_proof_missing", "A charity did not show that it is exempt from tax.", "Proof that the organization is exempt from tax is required.", "30487"),
        new("registration_number_missing", "The registration number of the business is missing or wrong.", "The registration number of the business is required.", "30527"),
        new("prescription_drugs_promoted", "Prescription drugs are advertised.", "This content is not permitted.", "30565"),
        new("too_many_toll_free_numbers", "More numbers than one business is given without a reason.", "The business must say why it needs so many numbers.", "30807"),
        new("campaign_token_missing", "A political organization without the token of its vetting.", "The token of the external vetting is required.", "30826"),
        new("opt_in_page_unreachable", "The page that shows the consent cannot be opened.", "The page that shows how recipients agree must be open to everybody.", "30836"),
        new("opt_in_example_incomplete", "The picture of the consent is cut, unreadable or does not show the business.", "A whole and readable picture of how recipients agree, with the name of the business, is required.", "30837"),
        new("sample_link_unfit", "A link in a sample message goes through a public shortener, is not secure or hides the business.", "Links must use the business's own domain and begin with https.", "30857"),
        new("toll_free_stock_alerts", "Alerts or platforms for stocks.", "This content is not permitted.", "30866"),
        new("toll_free_debt_reduction", "Offers to reduce or consolidate debts or to repair credit.", "This content is not permitted.", "30869"),
        new("toll_free_sexual", "Content for adults.", "This content is not permitted.", "30873"),
        new("toll_free_alcohol", "Alcohol without an age gate that asks for the date of birth.", "An age gate is required.", "30875"),
        new("toll_free_tobacco", "Tobacco, vapes and the like, age gate or not.", "This content is not permitted.", "30878"),
        new("toll_free_number_elsewhere", "The number is not, or not yet, with this provider.", "The number must be with this provider first.", "30879"),
    ];
}
