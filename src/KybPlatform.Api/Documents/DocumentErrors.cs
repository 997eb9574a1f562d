using KybPlatform.Api.Http;

namespace KybPlatform.Api.Documents;

internal static class DocumentErrors
{
    public static Error NotFound => Error.NotFound("document");

    public static Error NotMultipart => new("unsupported_media_type", ErrorKind.UnsupportedMediaType, "Send multipart/form-data with one part named file.");

    public static Error Malformed(string detail) => Error.Malformed("malformed_multipart", detail);

    public static Error TooLarge => new("document_too_large", ErrorKind.TooLarge, $"A document holds at most {UploadForm.Limit} bytes.");

    public static Error Unsupported => new("unsupported_document_type", ErrorKind.UnsupportedMediaType, $"By its first bytes the file is none of {string.Join(", ", FileSignatures.Accepted)}.");

    public static Error Empty => At("/file", Error.Invalid("empty_file", "The file has no content."));

    public static Error NoFile => At("/file", Error.Invalid("required", "Send the document as the part named file."));

    public static Error Twice(string part) => At($"/{part}", Error.Invalid("duplicate_part", $"One part named {part} is accepted."));

    public static Error UnknownPart(string name) =>
        At(Pointer.Append("", name[..Math.Min(name.Length, 60)]), Error.Invalid("unknown_field", $"There is no such part.{Nearest.Hint(name, ["file", "type"])}"));

    public static Error BadType => At("/type", Error.Invalid("invalid_value", "A type is a word like utility_bill: lower letters, digits and underscores, at most 64."));

    public static Error Harmful => Error.Invalid("document_harmful", "Malware was found in the file. Nothing of it was kept.") with { Fields = [new FieldError("/file", "document_harmful", "Malware was found in the file.")] };

    public static Error NotReady => Error.Conflict("document_pending", "The document is still to be looked through before anybody may see it. Try again.");

    public static Error WasHarmful => Error.Conflict("document_harmful", "Malware was found in the document, and its content removed.");

    public static Error Unreadable => Error.Conflict("document_unreadable", "The file is called a picture and cannot be opened as one; it is shown to nobody.");

    public static Error Erased => Error.Conflict("document_erased", "The document was erased.");

    public static Error ContentAway => new("document_unavailable", ErrorKind.Unavailable, "The document store did not give the content. Try again.");

    private static Error At(string pointer, Error error) => error with { Fields = [new FieldError(pointer, error.Code, error.Detail)], OfShape = true };
}
