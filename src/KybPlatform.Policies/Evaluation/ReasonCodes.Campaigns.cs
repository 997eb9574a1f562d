namespace KybPlatform.Policies;

public static partial class ReasonCodes
{
    /// <summary>
    /// What the people who look at a 10DLC campaign find on its pages and forms, by the newer codes of the industry: the provider's error pages 30907 to 30951.
    /// Codes between them that no page explains are left out rather than guessed.
    /// </summary>
    private static IEnumerable<ReasonCode> Campaigns() =>
    [
        new("website_unverifiable", "The website's address could not be verified as that of the business.", "The address of the website could not be confirmed.", "30907"),
        new("privacy_policy_insufficient", "The privacy policy is missing on the page, contradicts itself or permits what carriers forbid.", "The privacy policy must say how mobile numbers are used.", "30908"),
        new("opt_in_unverifiable", "How recipients agree is described too briefly to be verified.", "Every step by which recipients agree must be described, with a public page or picture of it.", "30909"),
        new("consent_not_separate", "Consent to advertising is not asked for apart from consent to notices.", "Consent to advertising must be asked for separately.", "30913"),
        new("opt_in_method_undescribed", "One of several ways to agree is named and not described.", "Every way in which recipients agree must be described.", "30917"),
        new("website_says_too_little", "The website says too little about the business or its messages.", "The website must say what the business does.", "30919"),
        new("website_behind_login", "The website cannot be seen without an account.", "The website must be open to everybody, or pictures of it given.", "30921"),
        new("consent_required_for_service", "Nobody gets the service without agreeing to messages.", "Recipients must be able to use the service without agreeing to messages.", "30923"),
        new("consent_wording_incomplete", "The wording of the consent lacks the kind, the frequency or the cost of messages, or how to stop them.", "The wording of the consent must say which messages come, how often, at what cost and how to stop them.", "30924"),
        new("consent_preselected", "The consent is ticked beforehand, or there is nothing to tick.", "Recipients must agree by an action of their own.", "30925"),
        new("campaign_limit_reached", "The brand has as many campaigns as the registry permits.", "The business has reached the greatest number of campaigns.", "30930"),
        new("consent_not_declinable", "The form does not let recipients decline messages.", "Recipients must be able to decline messages in the form.", "30931"),
        new("opt_in_data_shared", "The privacy policy lets mobile numbers or consent be passed on for marketing.", "The privacy policy must say that mobile numbers and consent are not passed on for marketing.", "30932"),
        new("third_party_leads", "Numbers are gathered for other businesses, or people are recruited to sell.", "This use case cannot be served with this sender type.", "30951"),
    ];
}
