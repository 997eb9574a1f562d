using System.Text.Json.Nodes;

namespace KybPlatform.UnitTests.Packs.Facts;

/// <summary>What the names in the facts mean in the vocabulary: which paths a submission loses without that field, and which papers a document name stands for.</summary>
internal static class FactNames
{
    private const string Name = "business.legal_name|individual.family_name";
    private const string Address = "business.registered_address,business.operating_address|individual.address";
    private const string Number = "business.identifiers|individual.identifiers";
    private const string Person = "business.people";

    /// <summary>Business paths before the bar, those of an individual after it; no bar: the same, or about businesses only.</summary>
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["company_name"] = Name,
        ["legal_business_name"] = Name,
        ["business_legal_name"] = Name,
        ["business_name"] = Name,
        ["name_or_business_name"] = Name,
        ["end_user_name"] = Name,
        ["customer_name"] = Name,
        ["entity_name"] = Name,
        ["name"] = Name,
        ["first_name"] = "|individual.given_name",
        ["last_name"] = "|individual.family_name",
        ["date_of_birth"] = "|individual.date_of_birth",
        ["email"] = "business.email|individual.email",
        ["phone"] = "business.phone|individual.phone",
        ["contact_email"] = "business.email,business.people.email",
        ["contact_phone"] = "business.phone,business.people.phone",
        ["notification_email"] = "business.email",
        ["end_user_address"] = Address,
        ["company_address"] = Address,
        ["address"] = Address,
        ["business_address"] = Address,
        ["service_address"] = Address,
        ["country_of_origin"] = Address,
        ["headquarters_country"] = Address,
        ["company_identification_number"] = "business.identifiers",
        ["business_registration_number"] = "business.identifiers",
        ["tax_id"] = Number,
        ["ein_or_tax_id"] = "business.identifiers",
        ["vat_number"] = "business.identifiers",
        ["uen"] = "business.identifiers",
        ["gstin"] = "business.identifiers",
        ["fiscal_identification_number"] = Number,
        ["tax_id_nif"] = Number,
        ["company_registration_number"] = "business.identifiers",
        ["authorized_representative_name"] = Person,
        ["authorized_representative_1"] = Person,
        ["authorized_signatory_name"] = Person,
        ["representative_name"] = Person,
        ["representative_first_name"] = Person,
        ["representative_last_name"] = Person,
        ["business_contact"] = Person,
        ["authorized_representative_role"] = "business.people.job_title",
        ["representative_position"] = "business.people.job_title",
        ["authorized_representative_email"] = "business.people.email",
        ["authorized_signatory_email"] = "business.people.email",
        ["authorized_representative_phone"] = "business.people.phone",
        ["authorized_representative_date_of_birth"] = "business.people.date_of_birth",
        ["website_url"] = "business.website",
        ["company_website"] = "business.website",
        ["business_website"] = "business.website",
        ["business_industry"] = "business.industry",
        ["company_type"] = "business.type",
        ["business_type"] = "business.type",
        ["legal_entity_type"] = "business.type",
        ["business_regions_of_operation"] = "business.regions_of_operation",
        ["sender_id"] = "use_case.sender_ids",
        ["toll_free_number"] = "use_case.sender_ids",
        ["traffic_type"] = "use_case.purpose",
        ["traffic_origin"] = "use_case.origin",
        ["sample_messages"] = "use_case.sample_messages",
        ["message_samples"] = "use_case.sample_messages",
        ["production_message_sample"] = "use_case.sample_messages",
        ["use_case_description"] = "use_case.description",
        ["campaign_description"] = "use_case.description",
        ["use_case_summary"] = "use_case.description",
        ["service_description"] = "use_case.description",
        ["opt_in_description"] = "use_case.opt_in.description",
        ["message_flow"] = "use_case.opt_in.description",
        ["call_to_action"] = "use_case.opt_in.description",
        ["opt_in_type"] = "use_case.opt_in.type",
        ["opt_in_image_urls"] = "use_case.opt_in.proof_urls",
        ["opt_in_url"] = "use_case.opt_in.proof_urls",
        ["opt_out_url"] = "use_case.opt_out_url",
        ["opt_out_message"] = "use_case.opt_out_message",
        ["help_response"] = "use_case.help_message",
        ["help_message"] = "use_case.help_message",
        ["privacy_policy_url"] = "use_case.privacy_policy_url",
        ["terms_url"] = "use_case.terms_url",
        ["terms_and_conditions_url"] = "use_case.terms_url",
        ["monthly_volume"] = "use_case.message_volume",
        ["message_volume"] = "use_case.message_volume",
        ["brand_name"] = "use_case.brand_name",
        ["campaign_use_case"] = "use_case.category",
        ["use_case_categories"] = "use_case.category",
        ["has_embedded_links"] = "use_case.has_links",
        ["has_embedded_phone"] = "use_case.has_phone_numbers",
        ["age_gated"] = "use_case.age_gated",
        ["direct_lending"] = "use_case.direct_lending",
        ["content_urls"] = "use_case.link_urls",
        ["content_signature"] = "use_case.content_signature",
        ["template_ids"] = "use_case.registry.template_ids",
        ["message_template"] = "use_case.registry.template_ids",
        ["principal_entity_id"] = "use_case.registry.entity_id",
        ["header_id"] = "use_case.registry.sender_registration_id",
        ["blockchain_id"] = "use_case.registry.sender_registration_id",
    };

    /// <summary>Fields that are asked under a condition, or mean the same as another that is there; why, in a word.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotAlways = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["opt_out_keywords"] = "in 10DLC the usual words hold by themselves",
        ["opt_in_keywords"] = "only where consent is given by text",
        ["opt_in_message"] = "only where consent is given by text",
        ["help_keywords"] = "the usual words hold by themselves",
        ["stock_ticker_and_exchange"] = "listed companies",
        ["stock_symbol_if_public"] = "listed companies",
        ["dba_name"] = "only if it differs",
        ["emergency_address"] = "only for calls",
        ["order_form"] = "a paper, see documents",
        ["brand_relationship"] = "shown by the name or a paper",
        ["business_registration_authority"] = "part of the scheme of the number",
        ["business_registration_country"] = "part of the scheme of the number",
        ["approved_customer_profile"] = "only for signed calls",
        ["company_overview"] = "part of the description",
        ["gender"] = "taken by the identity check itself",
        ["authorized_representative_address"] = "no paper and no check hangs on it",
        ["local_contact_name"] = "a representative",
        ["local_contact_phone"] = "a representative",
        ["sender_type"] = "every submission states it",
        ["url_purpose"] = "part of the description",
        ["id_number"] = "shown by the paper",
    };

    private static readonly Dictionary<string, string[]> Papers = new(StringComparer.Ordinal)
    {
        ["letter_of_authorization"] = ["letter_of_authorization"],
        ["authorization_letter"] = ["letter_of_authorization"],
        ["signatory_authorization_letter"] = ["letter_of_authorization", "power_of_attorney"],
        ["masking_authorization_letter_globe"] = ["letter_of_authorization"],
        ["masking_authorization_letter_smart"] = ["letter_of_authorization"],
        ["bank_letter_of_authorization"] = ["bank_letter_of_authorization"],
        ["delegation_letter_in_arabic"] = ["delegation_letter"],
        ["power_of_attorney"] = ["power_of_attorney"],
        ["proof_of_representative_authority"] = ["commercial_register_extract", "power_of_attorney"],
        ["no_objection_certificate"] = ["no_objection_letter"],
        ["no_objection_certificate_du"] = ["no_objection_letter"],
        ["no_objection_certificate_etisalat"] = ["no_objection_letter"],
        ["business_registration_certificate"] = ["business_registration"],
        ["business_registration"] = ["business_registration"],
        ["company_registration_certificate"] = ["business_registration"],
        ["business_registration_with_address"] = ["business_registration"],
        ["company_or_brand_registration_certificate"] = ["business_registration"],
        ["commercial_register_excerpt"] = ["commercial_register_extract"],
        ["commercial_register_excerpt_kbis"] = ["commercial_register_extract"],
        ["commercial_register_extract_with_address"] = ["commercial_register_extract"],
        ["trade_registration"] = ["trade_registration"],
        ["certificate_of_incorporation"] = ["certificate_of_incorporation"],
        ["commercial_registration"] = ["commercial_registration"],
        ["trade_licence"] = ["trade_licence"],
        ["cac_license"] = ["business_registration"],
        ["DTI_business_name_certificate"] = ["trade_name_registration"],
        ["SEC_registration_certificate"] = ["business_registration"],
        ["mayors_permit_with_local_address"] = ["business_permit"],
        ["tax_registration_certificate"] = ["tax_registration_certificate"],
        ["tax_status_certificate"] = ["tax_status_certificate"],
        ["business_licence"] = ["business_licence"],
        ["sector_license"] = ["sector_licence"],
        ["trademark_certificate"] = ["trademark_certificate"],
        ["software_copyright_certificate"] = ["software_copyright_certificate"],
        ["sender_id_registration_form"] = ["sender_registration_form"],
        ["sender_name_registration_form"] = ["sender_registration_form"],
        ["order_form"] = ["order_form"],
        ["number_assignment_from_regulator"] = ["number_assignment"],
        ["dlt_details_sheet"] = ["dlt_details_sheet", "dlt_portal_screenshot"],
        ["dlt_portal_screenshot"] = ["dlt_details_sheet", "dlt_portal_screenshot"],
        ["identity_document"] = ["national_id_card", "passport"],
        ["identity_or_registration_document"] = ["national_id_card", "passport", "business_registration"],
        ["passport"] = ["passport"],
        ["end_user_id"] = ["national_id_card"],
        ["government_issued_id"] = ["national_id_card"],
        ["philippines_government_id"] = ["national_id_card"],
        ["government_issued_id_of_representative"] = ["national_id_card", "passport"],
        ["government_id_of_representative"] = ["national_id_card", "passport"],
        ["national_id_of_signatory"] = ["national_id_card"],
        ["signatory_id_proof"] = ["national_id_card", "passport"],
        ["civil_id_of_signatory"] = ["national_id_card"],
        ["german_id_with_address"] = ["national_id_card"],
        ["passport_listing_residence"] = ["passport"],
        ["german_identification_document_showing_address"] = ["national_id_card", "passport"],
        ["spanish_national_id"] = ["national_id_card"],
        ["spanish_passport"] = ["passport"],
        ["spanish_residence_card"] = ["residence_permit"],
        ["face_photo"] = ["face_photo"],
        ["signatory_photo"] = ["face_photo"],
        ["proof_of_address"] = ["utility_bill"],
        ["proof_of_local_address"] = ["utility_bill"],
        ["proof_of_address_in_country"] = ["utility_bill"],
        ["proof_of_location"] = ["utility_bill"],
        ["proof_of_local_address_dated_within_12_months"] = ["utility_bill"],
        ["utility_bill"] = ["utility_bill"],
        ["bank_statement"] = ["bank_statement"],
        ["government_document"] = ["government_letter"],
        ["tax_notice"] = ["tax_notice"],
        ["rent_receipt"] = ["rent_receipt"],
        ["title_deed"] = ["title_deed"],
        ["identification"] = ["business_registration", "national_id_card"],
        ["verification_document_upload"] = ["business_registration", "passport"],
        ["opt_in_evidence"] = ["opt_in_mockup"],
        ["opt_in_mockup"] = ["opt_in_mockup"],
        ["customer_signup_form_sample"] = ["signup_form_sample"],
        ["identity_certificate_issued_by_regulator"] = ["sender_registry_certificate"],
        ["domain_ownership_certificate"] = ["domain_registration"],
        ["trademark_license_agreement"] = ["brand_licence"],
        ["url_registration_form_if_urls_used"] = ["link_registration_form"],
        ["signed_provider_form"] = ["order_form"],
        ["signed_customer_application_form"] = ["order_form"],
    };

    /// <summary>The paths that a submission loses without the field; empty where the field says nothing about this kind of applicant.</summary>
    public static IReadOnlyList<string> PathsOf(string field, string applicant)
    {
        if (field.EndsWith('?') || NotAlways.ContainsKey(field)) return [];
        var sides = Paths[field].Split('|');
        var side = applicant == "business" ? sides[0] : sides.Length > 1 ? sides[1] : sides[0].StartsWith("use_case.", StringComparison.Ordinal) ? sides[0] : "";
        return side.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The types of paper that a document name stands for, alternatives included; empty for what hangs on a condition or is no paper.</summary>
    public static IReadOnlyList<string> PapersOf(string document) => [.. document.TrimEnd('?').Split('|').SelectMany(d => Papers.GetValueOrDefault(d) ?? [])];

    /// <summary>Every name in the facts is known here.</summary>
    public static bool Knows(string field) => Paths.ContainsKey(field.TrimEnd('?')) || NotAlways.ContainsKey(field);

    public static JsonObject Without(JsonObject facts, string path)
    {
        var copy = (JsonObject)facts.DeepClone();
        Remove(copy, path.Split('.'), 0);
        return copy;
    }

    private static void Remove(JsonNode? node, string[] parts, int at)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Remove(item, parts, at);
        }
        else if (node is JsonObject members && at == parts.Length - 1) members.Remove(parts[at]);
        else if (node is JsonObject inner) Remove(inner[parts[at]], parts, at + 1);
    }
}
