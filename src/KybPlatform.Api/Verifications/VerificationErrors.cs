using KybPlatform.Api.Http;

namespace KybPlatform.Api.Verifications;

internal static class VerificationErrors
{
    public static Error NotFound => Error.NotFound("verification");

    public static Error Unknown(string pointer, string code, string given, IEnumerable<string> known)
    {
        var names = known.ToList();
        var detail = $"Not one of {string.Join(", ", names.Take(40))}.{Nearest.Hint(given, names)}";
        return Error.Invalid(code, detail, new FieldError(pointer, code, detail));
    }

    public static Error OneProfile => At("", "one_profile", "Give exactly one of business_profile_id, individual_profile_id and inquiry_id.") with { OfShape = true };

    public static Error UnknownProfile(string pointer) => At(pointer, "unknown_profile", "There is no such profile.");

    public static Error UnknownInquiry => At("/inquiry_id", "unknown_inquiry", "There is no such inquiry.");

    /// <summary>The facts do not hold what the subject names.</summary>
    public static Error UnknownSubject => At("/subject", "unknown_subject", "The profile or inquiry has no such subject.");

    public static Error SubjectNotOffered(string type, IEnumerable<string> subjects) =>
        At("/subject", "subject_not_offered", $"A verification of type {type} is about one of {string.Join(", ", subjects)}.");

    /// <summary>What it was about is gone: the profile or the document was removed, or somebody was erased.</summary>
    public static Error SubjectGone => Error.Conflict("subject_gone", "What the verification is about does not exist any more.");

    private static Error At(string pointer, string code, string detail) => Error.Invalid(code, detail, new FieldError(pointer, code, detail));
}
