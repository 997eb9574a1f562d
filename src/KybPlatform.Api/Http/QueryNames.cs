using System.Reflection;
using System.Runtime.CompilerServices;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Http;

/// <summary>
/// Which query parameters a route has: those that its handler binds, and those that its line tells of. Any other is refused: a misspelt filter would be none, and
/// the answer about everything.
/// </summary>
internal static class QueryNames
{
    private const int LongestShown = 60;
    private static readonly Type[] Simple = [typeof(string), typeof(Guid), typeof(decimal), typeof(DateTimeOffset), typeof(DateOnly), typeof(string[])];
    private static readonly ConditionalWeakTable<Endpoint, string[]> Known = [];

    /// <summary>Null where the route has all that is given.</summary>
    public static Error? Check(HttpContext http, Endpoint endpoint)
    {
        if (!http.Request.QueryString.HasValue) return null;
        var known = Of(endpoint);
        foreach (var name in http.Request.Query.Keys)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase)) return Unknown(name, known);
        }

        return null;
    }

    public static string[] Of(Endpoint endpoint) => Known.GetValue(endpoint, Read);

    private static string[] Read(Endpoint endpoint)
    {
        var inPath = (endpoint as RouteEndpoint)?.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        var bound = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Where(p => IsBound(p.ParameterType)).Select(p => p.Name!).Where(n => !inPath.Contains(n)) ?? [];
        var told = endpoint.Metadata.OfType<QueryDoc>().Select(q => q.Name);
        var listed = endpoint.Metadata.GetMetadata<ListingRoute>() is { } lists ? lists.Filters.Concat(["limit", "after"]) : [];
        return [.. bound.Concat(told).Concat(listed).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    private static bool IsBound(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain && (plain.IsPrimitive || plain.IsEnum || Simple.Contains(plain));

    private static Error Unknown(string name, string[] known)
    {
        var shown = name[..Math.Min(name.Length, LongestShown)];
        var detail = $"There is no parameter '{shown}' here.{Nearest.Hint(name, known)}";
        return Error.Invalid("unknown_field", detail, new FieldError($"?{shown}", "unknown_field", detail)) with { OfShape = true };
    }
}
