using KybPlatform.Api.Http;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>A named group that policies can ask about.</summary>
/// <param name="Source">Who defines it, in which document.</param>
/// <param name="AsOf">The year in which the members were those.</param>
public sealed record ReferenceGroupResource(string Name, string Title, string Source, int AsOf, IReadOnlyList<string> Members);

/// <summary>What ships as data and is asked by name.</summary>
/// <param name="Countries">ISO 3166-1 alpha-2, and XK.</param>
/// <param name="CountryGroups">For scopes by region and for <c>country_in</c>.</param>
/// <param name="Industries">The values of <c>business.industry</c>.</param>
/// <param name="IndustryGroups">For <c>industry_in</c>.</param>
public sealed record ReferenceDataResource(
    IReadOnlyList<string> Countries, IReadOnlyList<ReferenceGroupResource> CountryGroups, IReadOnlyList<string> Industries, IReadOnlyList<ReferenceGroupResource> IndustryGroups,
    IReadOnlyList<string> SenderTypes);

/// <summary>Countries, their groups, industries, their groups and sender types: shipped and short, so all at once.</summary>
internal static class ListReferenceData
{
    private static readonly ReferenceDataResource All = new(
        Countries.All, View(CountryGroups.Shipped), [.. Vocabulary.Shipped.Find("business.industry")!.Values], View(IndustryGroups.Shipped), SenderTypes.All);

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reference-data", Handle).WithTags("Building blocks").Requires(Scopes.PoliciesRead)
            .WithSummary("Countries, industries and their groups, as policies ask about them").Produces<ReferenceDataResource>();

    private static Answer Handle() => Answer.Ok(All);

    private static IReadOnlyList<ReferenceGroupResource> View(ReferenceGroups groups) =>
        [.. groups.All.Select(g => new ReferenceGroupResource(g.Name, g.Title, g.Source, g.AsOf, [.. g.Members.Order(StringComparer.Ordinal)]))];
}
