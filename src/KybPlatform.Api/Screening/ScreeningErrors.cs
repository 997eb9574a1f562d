using KybPlatform.Api.Http;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Api.Screening;

internal static class ScreeningErrors
{
    public static Error MatchNotFound => Error.NotFound("match");

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
}
