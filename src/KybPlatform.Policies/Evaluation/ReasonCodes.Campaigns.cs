namespace KybPlatform.Policies;

public static partial class ReasonCodes
{
    /// <summary>
    /// What the people who look at a 10DLC campaign find on its pages and forms, by the newer codes of the industry, 30907 to 30932.
    /// Of 30906 and 30933 to 30939 no public page was found; they are left out rather than guessed.
    /// </summary>
    private static IEnumerable<ReasonCode> Campaigns() =>
    [
        new("website_unverifiable", "The website's address could not be verified as that of the business.", "The address of the website could not be confirmed.", "30907"),
        new("privacy_policy_insufficient", "The privacy policy is missing on the page, contradicts itself or permits what carriers forbid.", "The privacy policy must say how mobile numbers are used.", "30908"),
        new("opt_in_unverifiable", "How recipients agree is described too briefly to be verified.", "Every step by which recipients agree must be described, with a public page or picture of it.", "30909"),
        new("campaign_text_repeated", "The same text stands in several fields of the campaign, or the sample messages are all the same.", "Every field and every sample message must have a text of its own.", "30911"),
        new("person_to_person", "The campaign reads like messages between people, not from a business by a program.", "The description must say which system sends the messages and what for.", "30912"),
        new("consent_not_separate", "Consent to advertising is not asked for apart from consent to notices.", "Consent to advertising must be asked for separately.", "30913"),
        new("sole_proprietor_name_absent", "The campaign of a sole proprietor does not bear the registered name.", "The campaign must bear the name under which the business is registered.", "30914"),
        new("sole_proprietor_is_company", "Registered as a sole proprietor, and its name or papers are those of a company.", "The legal form does not fit the name of the business.", "30915"),
        new("lead_stage_unclear", "Winning new leads was named and keeping up with known ones described, or the other way round.", "The use case must say whether recipients are new or known to the business.", "30916"),
        new("opt_in_method_undescribed", "One of several ways to agree is named and not described.", "Every way in which recipients agree must be described.", "30917"),
        new("trade_name_unregistered", "The name in the messages is not the legal one and was not registered as a trading name.", "The name that recipients see must be registered with the business.", "30918"),
        new("website_says_too_little", "The website says too little about the business or its messages.", "The website must say what the business does.", "30919"),
        new("website_form_only", "The website is a form and says nothing about the business.", "The website must say what the business does.", "30920"),
        new("website_behind_login", "The website cannot be seen without an account.", "The website must be open to everybody, or pictures of it given.", "30921"),
        new("website_unfit", "The website cannot be verified: it does not load, is not finished, or does not show the business.", "The website must be finished and show the business.", "30922"),
        new("consent_required_for_service", "Nobody gets the service without agreeing to messages.", "Recipients must be able to use the service without agreeing to messages.", "30923"),
        new("consent_wording_incomplete", "The wording of the consent lacks the kind, the frequency or the cost of messages, or how to stop them.", "The wording of the consent must say which messages come, how often, at what cost and how to stop them.", "30924"),
        new("consent_preselected", "The consent is ticked beforehand, or there is nothing to tick.", "Recipients must agree by an action of their own.", "30925"),
        new("several_brands", "One campaign speaks for several businesses or brands.", "Each brand needs a campaign of its own.", "30926"),
        new("opt_in_of_another_business", "The proof of consent shows another business.", "The proof of consent must show the business that is registered.", "30927"),
        new("public_figure", "Messages of a public figure to followers are no use case of a business.", "This use case cannot be served with this sender type.", "30928"),
        new("emergency_not_permitted", "Emergency alerts in a campaign that was registered for something else.", "Emergency alerts have a use case of their own.", "30929"),
        new("campaign_limit_reached", "The brand has as many campaigns as the registry permits.", "The business has reached the greatest number of campaigns.", "30930"),
        new("consent_not_declinable", "The form does not let recipients decline messages.", "Recipients must be able to decline messages in the form.", "30931"),
        new("opt_in_data_shared", "The privacy policy lets mobile numbers or consent be passed on for marketing.", "The privacy policy must say that mobile numbers and consent are not passed on for marketing.", "30932"),
    ];

    /// <summary>
    /// What the content of a 10DLC campaign is refused for, by the codes that took the place of the general ones (30883 to 30885 and 30897) in March 2026,
    /// as the list of LeadConnector, a provider that resells, has them; 30950 is on a page of Twilio.
    /// 30963, a public URL shortener at high risk, is the same finding as 30892 and has no key of its own.
    /// </summary>
    private static IEnumerable<ReasonCode> CampaignContent() =>
    [
        new("content_cannabis", "Cannabis, CBD or illegal drugs.", "This content is not permitted.", "30940"),
        new("content_prescription_drugs", "Prescription drugs or controlled substances.", "This content is not permitted.", "30941"),
        new("content_loans", "Advertising for loans: payday, car title, personal.", "This content is not permitted.", "30942"),
        new("content_debt_collection", "Debts of third parties.", "This content is not permitted.", "30943"),
        new("content_gambling", "Betting or other gambling.", "This content is not permitted.", "30944"),
        new("content_sweepstakes", "Sweepstakes or contests.", "This content is not permitted.", "30945"),
        new("content_stock_alerts", "Alerts or signals about stocks.", "This content is not permitted.", "30946"),
        new("content_cryptocurrency", "Trading or advertising of cryptocurrencies.", "This content is not permitted.", "30947"),
        new("content_high_risk_investment", "Investments at high risk, such as foreign exchange or binary options.", "This content is not permitted.", "30948"),
        new("content_debt_reduction", "Offers to reduce or consolidate debts.", "This content is not permitted.", "30949"),
        new("content_credit_repair", "Offers to repair credit.", "This content is not permitted.", "30950"),
        new("third_party_leads", "Numbers are gathered for other businesses, or people are recruited to sell.", "This use case cannot be served with this sender type.", "30951"),
        new("use_case_unlawful", "The use case is not in accord with federal law.", "This use case cannot be served with this sender type.", "30952"),
        new("content_sexual", "Content for adults.", "This content is not permitted.", "30953"),
        new("content_hateful", "Hate, violence or profanity.", "This content is not permitted.", "30954"),
        new("content_alcohol", "Alcohol is advertised.", "This content is not permitted.", "30955"),
        new("alcohol_age_gate_missing", "Alcohol without an age gate.", "An age gate is required.", "30956"),
        new("content_firearms", "Firearms, fireworks or explosives.", "This content is not permitted.", "30957"),
        new("content_tobacco", "Tobacco, vapes and the like.", "This content is not permitted.", "30958"),
        new("content_fraudulent", "Fraudulent or misleading content.", "This content is not permitted.", "30959"),
        new("content_phishing", "The campaign is known for phishing.", "This content is not permitted.", "30960"),
        new("link_domain_distrusted", "The website or a link has a bad reputation.", "Another website is required.", "30961"),
        new("content_deceptive", "Deceptive marketing: false urgency, bait and switch, made-up endorsements.", "This content is not permitted.", "30962"),
        new("link_not_secure", "A link does not begin with https.", "Links must begin with https.", "30964"),
        new("contact_at_free_mailbox", "The contact writes from a free mailbox.", "An e-mail address at the business's own domain is required.", "30971"),
        new("contact_not_authorized", "The contact is no authorized representative of the business.", "The contact must be authorized to represent the business.", "30972"),
    ];
}
