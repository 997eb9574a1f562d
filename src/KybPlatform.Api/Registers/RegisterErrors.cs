using KybPlatform.Api.Http;

namespace KybPlatform.Api.Registers;

internal static class RegisterErrors
{
    public static Error ImportNotFound => Error.NotFound("import");

    public static Error UnknownFormat(string given, IEnumerable<string> known)
    {
        var names = known.ToList();
        return At("/format", "unknown_format", $"Not one of {string.Join(", ", names)}.{Nearest.Hint(given, names)}") with { OfShape = true };
    }

    public static Error UnknownScheme(string pointer, string given) => At(pointer, "unknown_scheme", $"There is no identifier scheme '{given}'.") with { OfShape = true };

    /// <summary>A generic file says nothing by itself; a known one needs nobody to explain it.</summary>
    public static Error MappingExpected(bool expected) =>
        At("/mapping", "invalid_value", expected ? "This format is read by a mapping: say where numbers and names stand." : "This format is known; a mapping belongs to csv and jsonl.") with { OfShape = true };

    /// <summary>A day's grace for clocks and time zones; an issue from later would pass for fresh for as long as its date is ahead.</summary>
    public static Error NotPublishedYet => At("/published_at", "invalid_value", "The issue is said to be published in the future.");

    public static Error UnknownForce => Error.Invalid("invalid_value", "force is true or false.", new FieldError("/force", "invalid_value", "Not one of true, false.")) with { OfShape = true };

    public static Error AlreadyImported => Error.Conflict("already_imported", "The import is complete. A new issue is a new import.");

    public static Error BeingImported => Error.Conflict("import_in_progress", "Its content is being sent by somebody else.");

    /// <summary>What was sent to go on is not what was sent before.</summary>
    public static Error ContentDiffers => At("/file", "content_differs", "The content is not the one that was interrupted: open a new import for it.");

    /// <summary>The file is not what its format says: the issue in use stays in use.</summary>
    public static Error Refused(string detail) => At("/file", "dataset_refused", detail);

    private static Error At(string pointer, string code, string detail) => Error.Invalid(code, detail, new FieldError(pointer, code, detail));
}
