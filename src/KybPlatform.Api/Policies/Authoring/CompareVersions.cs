using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Comparison;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>What differs between two versions of a policy, requirement by requirement, rule by rule, cell by cell.</summary>
internal static class CompareVersions
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapGet("/{key}/diff", HandleAsync).Requires(Scopes.PoliciesRead)
            .WithSummary("What differs between two versions of a policy").Produces<JsonElement>().ProducesRefusals(404, 422)
            .TakesQuery("from", "A version of the policy, the pack's or the tenant's.", "1", required: true)
            .TakesQuery("to", "Another version of it.", "2", required: true)
            .ExampleAnswer("""{ "from": { "key": "gb.alphanumeric", "version": 1 }, "to": { "key": "gb.alphanumeric", "version": 2 }, "differences": [] }""");

    private static async Task<IResult> HandleAsync(string key, string? from, string? to, Work work, IPolicyBook book)
    {
        if (Missing(("from", from), ("to", to)) is { } missing) return Refused.Because(missing);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        if (await FindAsync(work, book, inForce, key, from!) is not { } before || await FindAsync(work, book, inForce, key, to!) is not { } after) return Refused.Because(PolicyErrors.NoVersion);
        return Answer.Ok(PolicyDiff.Between(before, after).ToJson());
    }

    // A number is the tenant's where it has one, and else the pack's.
    private static async Task<ResolvedPolicy?> FindAsync(Work work, IPolicyBook book, PoliciesInForce inForce, string key, string version) =>
        VersionNumbers.Read(version) is not { } number ? null
        : await book.CandidateAsync(work.Db, key, number, work.Now, work.Canceled)
            ?? (inForce.Pack.Catalog.Find(key) is { } shipped && shipped.Version == number ? shipped : null);

    private static Error? Missing(params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        foreach (var (name, value) in parameters)
            if (string.IsNullOrEmpty(value)) return Error.Invalid("required", $"{name} is required.", new FieldError($"?{name}", "required", "Required."));
        return null;
    }
}
