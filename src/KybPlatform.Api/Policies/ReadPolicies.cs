using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies;

/// <summary>Which cell a policy is for; a null part is open.</summary>
public sealed record PolicyScopeResource(string? Country, string? Region, string? SenderType, string? Applicant, string? Purpose, string? Origin, string? UseCase);

/// <summary>A policy in force. <paramref name="Content"/> is the whole resolved document; left out in lists.</summary>
public sealed record PolicyResource(
    string Key, int Version, string Hash, string Title, PolicyScopeResource Scope, bool NotOffered, string Certainty, string PackVersion, JsonElement? Content);

/// <summary>The policies that there are, and which of them answers for a cell.</summary>
internal static class ReadPolicies
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("", List).Requires(Scopes.PoliciesRead).Lists().WithSummary("List the policies in force").Produces<Page<PolicyResource>>().ProducesRefusals(422);
        policies.MapGet("/resolve", Resolve).Requires(Scopes.PoliciesRead)
            .WithSummary("Which policy answers for a country, sender type and applicant").Produces<PolicyResource>().ProducesRefusals(404, 422)
            .Refuses(404, "no_policy", "No policy covers this cell, so nothing is allowed there.");
        policies.MapGet("/{key}", Get).Requires(Scopes.PoliciesRead).WithSummary("Read a policy").Produces<PolicyResource>().ProducesRefusals(404);
    }

    private static IResult List(HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var catalog = PolicyCatalog.LoadPacks();
        var from = (int)(page.Position ?? 0);
        var rows = catalog.All.OrderBy(p => p.Key, StringComparer.Ordinal).Skip(from).Take(page.Limit + 1).Select(p => View(p, catalog, content: false)).ToList();
        return Answer.Ok(new Page<PolicyResource>([.. rows.Take(page.Limit)], rows.Count > page.Limit, rows.Count > page.Limit ? Cursor.Write((long)from + page.Limit) : null));
    }

    private static IResult Get(string key) =>
        PolicyCatalog.LoadPacks() is var catalog && catalog.Find(key) is { } policy ? Answer.Ok(View(policy, catalog, content: true)) : Refused.Because(Error.NotFound("policy"));

    private static IResult Resolve(string? country, string? sender_type, string? applicant, string? purpose, string? origin, string? use_case, IPolicyBook book)
    {
        if (string.IsNullOrEmpty(country)) return Missing("country");
        if (string.IsNullOrEmpty(sender_type)) return Missing("sender_type");
        if (!book.Countries.Contains(country)) return Unknown("country", country, book.Countries);
        if (!book.SenderTypes.Contains(sender_type)) return Unknown("sender_type", sender_type, book.SenderTypes);
        applicant ??= "business";
        if (applicant is not ("business" or "individual")) return Unknown("applicant", applicant, ["business", "individual"]);
        return book.Resolve(new PolicyQuery(country, sender_type, applicant, purpose, origin, use_case)) is { } policy
            ? Answer.Ok(View(policy, PolicyCatalog.LoadPacks(), content: true))
            : Refused.Because(new Error("no_policy", ErrorKind.NotFound, "No policy covers this cell, so nothing is allowed there."));
    }

    internal static PolicyResource View(ResolvedPolicy policy, PolicyCatalog catalog, bool content) => new(
        policy.Key, policy.Version, policy.Hash, policy.Title,
        new PolicyScopeResource(policy.Scope.Country, policy.Scope.Region, policy.Scope.SenderType, policy.Scope.Applicant, policy.Scope.Purpose, policy.Scope.Origin, policy.Scope.UseCase),
        policy.NotOffered, SnakeCase.Of(policy.Certainty), catalog.PackVersion,
        content ? JsonDocument.Parse(policy.CanonicalJson).RootElement.Clone() : null);

    private static IResult Missing(string name) => Refused.Because(Error.Invalid("required", $"{name} is required.", new FieldError($"?{name}", "required", "Required.")));

    private static IResult Unknown(string name, string given, IReadOnlyList<string> known)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, known)}";
        return Refused.Because(Error.Invalid($"unknown_{name}", detail, new FieldError($"?{name}", $"unknown_{name}", detail)));
    }
}
