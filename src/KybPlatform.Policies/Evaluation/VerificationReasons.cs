namespace KybPlatform.Policies;

/// <summary>Why a verification failed: the provider's own reason where the catalogue has it, else that of the check.</summary>
internal static class VerificationReasons
{
    public static string Of(VerificationFact fact, string? check) =>
        check is not null && fact.StateOf(check) != CheckState.Failed ? "verification_failed"
        : fact.ReasonCode is { } own && ReasonCodes.IsKnown(own) ? own : OfCheck(check);

    private static string OfCheck(string? check) => check switch
    {
        "format" => "format_invalid",
        "checksum" => "checksum_invalid",
        "register_active" => "register_inactive",
        "name_match" => "name_mismatch",
        "no_match" => "sanctions_match",
        "not_claimed" => "identifier_already_claimed",
        "documents_not_shared" => "document_shared",
        "valid" => "phone_invalid",
        "country_match" => "phone_country_mismatch",
        "syntax" or "mx" => "email_invalid",
        "domain_match" => "email_domain_mismatch",
        "not_disposable" => "email_disposable",
        "authentic" => "document_suspected",
        "readable" => "document_unreadable",
        "not_expired" => "document_expired",
        "type_sniffed" or "fields_match" => "document_invalid",
        _ => "verification_failed",
    };
}
