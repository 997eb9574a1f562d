using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies;

/// <summary>The policies that there are, and which of them answers for a cell.</summary>
internal static class ReadPolicies
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("", ListAsync).Requires(Scopes.PoliciesRead).Lists().WithSummary("List the policies in force").Produces<Page<PolicyResource>>().ProducesRefusals(422);
        policies.MapGet("/resolve", ResolveAsync).Requires(Scopes.PoliciesRead)
            .WithSummary("Which policy answers for a country, sender type and applicant").Produces<PolicyResource>().ProducesRefusals(404, 422)
            .TakesQuery("as_of", "The instant that is asked about; left out, now.", "2026-11-20T09:30:00Z")
            .Refuses(404, "no_policy", "No policy covers this cell, so nothing is allowed there.")
            .Refuses(422, "unknown_country", "Not a known value.").Refuses(422, "unknown_sender_type", "Not a known value.");
        policies.MapGet("/{key}", GetAsync).Requires(Scopes.PoliciesRead).WithSummary("Read a policy that is in force").Produces<PolicyResource>().ProducesRefusals(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Work work, IPolicyBook book)
    {
        var page = PageQuery.ReadPosition(http);
        if (page.Error is { } error) return Refused.Because(error);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var from = (int)Math.Min(page.Position ?? 0, int.MaxValue / 2);
        var rows = inForce.Catalog.All.Skip(from).Take(page.Limit + 1).Select(p => PolicyResource.From(p, inForce, content: false)).ToList();
        return Answer.Ok(new Page<PolicyResource>([.. rows.Take(page.Limit)], rows.Count > page.Limit, rows.Count > page.Limit ? Cursor.Write((long)from + page.Limit) : null));
    }

    private static async Task<IResult> GetAsync(string key, Work work, IPolicyBook book) =>
        await book.InForceAsync(work.Tenant, work.Now, work.Canceled) is var inForce && inForce.Catalog.Find(key) is { } policy
            ? Answer.Ok(PolicyResource.From(policy, inForce, content: true))
            : Refused.Because(PolicyErrors.NoPolicy);

    private static async Task<IResult> ResolveAsync(
        string? country, string? sender_type, string? applicant, string? purpose, string? origin, string? use_case, string? as_of, Work work, IPolicyBook book)
    {
        if (string.IsNullOrEmpty(country)) return Missing("country");
        if (string.IsNullOrEmpty(sender_type)) return Missing("sender_type");
        if (Cells.Unknown(book, country, sender_type, "?") is { } noCell) return Refused.Because(noCell);
        applicant ??= "business";
        if (applicant is not ("business" or "individual")) return Unknown("applicant", applicant, ["business", "individual"]);
        if (AsOf.Read(as_of, work.Now) is not { } at) return Refused.Because(AsOf.Invalid);
        var inForce = await book.InForceAsync(work.Tenant, at, work.Canceled);
        return inForce.Resolve(new PolicyQuery(country, sender_type, applicant, purpose, origin, use_case)) is { } policy
            ? Answer.Ok(PolicyResource.From(policy, inForce, content: true))
            : Refused.Because(PolicyErrors.Uncovered);
    }

    private static IResult Missing(string name) => Refused.Because(Error.Invalid("required", $"{name} is required.", new FieldError($"?{name}", "required", "Required.")));

    private static IResult Unknown(string name, string given, IReadOnlyList<string> known)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, known)}";
        return Refused.Because(Error.Invalid($"unknown_{name}", detail, new FieldError($"?{name}", $"unknown_{name}", detail)));
    }
}
