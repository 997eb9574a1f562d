using KybPlatform.Api.Http;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening;

internal static class ScreeningErrors
{
    public static Error MatchNotFound => Error.NotFound("match");

    public static Error NotAPerson => Error.Forbidden("person_required", "Two persons say that a match is one, or is none any more: a service's key is none of them.");

    public static Error SamePerson => Error.Forbidden("same_person", "Whoever said the first word does not say the second, whatever key is used.");

    public static Error SweepNotFound => Error.NotFound("sweep");

    public static Error UnknownList(string pointer, string given, IEnumerable<string> known)
    {
        var detail = $"There is no such list.{Nearest.Hint(given, known)}";
        return Error.Invalid("unknown_list", detail, new FieldError(pointer, "unknown_list", detail)) with { OfShape = true };
    }

    /// <summary>The file is not what its publisher made: the list in use stays in use.</summary>
    public static Error ListRefused(ListRefusal refusal)
    {
        var place = refusal.File.Length == 0 ? "" : refusal.Line == 0 ? $"{refusal.File}: " : $"{refusal.File}, line {refusal.Line}: ";
        return Error.Invalid("list_refused", $"{place}{refusal.Detail}", new FieldError(Pointer.Append("/files", refusal.File), refusal.Code, $"{place}{refusal.Detail}"));
    }

    public static Error NoSource(string key) => Error.Conflict("list_has_no_source", $"No address is configured from which {key} could be fetched.");

    /// <summary>The publisher's files could not be fetched: the list in use stays in use.</summary>
    public static Error SourceUnreachable(string host, string why) => new("list_source_unreachable", ErrorKind.Unavailable, $"{host} {why}.");

    /// <summary>A mirror or a cache offers what was replaced already.</summary>
    public static Error OlderIssue(DateTimeOffset offered, DateTimeOffset held)
    {
        var detail = $"The issue of {offered:yyyy-MM-dd} is older than the one in use, of {held:yyyy-MM-dd}.";
        return Error.Invalid("list_refused", detail, new FieldError("/files", "older_issue", detail));
    }
}
