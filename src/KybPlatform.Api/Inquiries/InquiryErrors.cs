using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Inquiries;

internal static class InquiryErrors
{
    public static Error NotFound => Error.NotFound("inquiry");

    public static Error Transition(InquiryStatus from, string to) =>
        Error.Conflict("invalid_transition", $"An inquiry that is {SnakeCase.Of(from)} cannot be {to}.");

    public static Error ApplicantErased => Error.Conflict("applicant_erased", "The applicant's data was erased.");

    public static Error DeadlineOutOfRange(DateTimeOffset expires) => Error.Invalid(
        "out_of_range", "The deadline lies ahead, and within two weeks or before the inquiry expires.", new FieldError("/deadline", "out_of_range", $"Ahead, and not after {Http.InstantJson.Text(expires)}."));

    public static Error NotAsked(string pointer, string requirement) => Error.Conflict("requirement_not_asked", $"'{requirement}' is not asked about: only what is due can be changed now.")
        with
    { Fields = [new FieldError(pointer, "requirement_not_asked", $"'{requirement}' is not due.")] };

    public static Error Expired(InquiryId id) => Error.Conflict("inquiry_expired", $"{id} is past its expiry.");

    public static Error OneApplicant => Error.Invalid("one_applicant", "Give exactly one of business, individual, business_profile_id and individual_profile_id.",
        new FieldError("", "one_applicant", "Give exactly one of business, individual, business_profile_id and individual_profile_id."));

    public static Error UnknownProfile(string pointer) =>
        Error.Invalid("unknown_profile", "There is no such profile.", new FieldError(pointer, "unknown_profile", "There is no such profile."));

    public static Error UnknownDocument(int index) =>
        Error.Invalid("unknown_document", "There is no such document.", new FieldError($"/documents/{index}/document_id", "unknown_document", "There is no such document."));

    public static Error NotAPerson => Error.Forbidden("person_required", "A person reads documents: a service's key cannot.");

    public static Error DocumentNotGiven(string pointer, string requirement)
    {
        var detail = $"Under '{requirement}' the inquiry names another document, or none.";
        return Error.Invalid("document_not_given", detail, new FieldError(pointer, "document_not_given", detail));
    }

    /// <param name="state">Of a document that is not ready.</param>
    public static Error DocumentUnseen(string pointer, string state)
    {
        var (code, detail) = state switch
        {
            "pending" => ("document_pending", "The document is still to be looked through before anybody may see it. Try again."),
            "harmful" => ("document_harmful", "Malware was found in the document: nobody can see it."),
            _ => ("document_unreadable", "The file cannot be opened: nobody can see it."),
        };
        return Error.Conflict(code, detail) with { Fields = [new FieldError(pointer, code, detail)] };
    }

    public static Error UnknownValue(string pointer, string code, string given, IEnumerable<string> known)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, known)}";
        return Error.Invalid(code, detail, new FieldError(pointer, code, detail));
    }
}
