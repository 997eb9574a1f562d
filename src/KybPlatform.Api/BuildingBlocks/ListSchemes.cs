using KybPlatform.Api.Http;
using KybPlatform.Identifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>A kind of registration or tax number.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; <c>XX</c> for numbers of no one country.</param>
/// <param name="Pattern">A regular expression over the normalised value.</param>
/// <param name="CheckFamily">How its check digit is made; null where it has none that is known.</param>
/// <param name="Certainty">How well shape and check rule are founded.</param>
/// <param name="Sensitive">It names a person, or may.</param>
public sealed record SchemeResource(
    string Code, string Country, IdentifierKind Kind, string Name, string Authority, IReadOnlyList<string> Aliases, string Pattern, string? CheckFamily,
    IReadOnlyList<string> Examples, IdentifierCertainty Certainty, bool Sensitive);

/// <summary>All schemes at once: the table is shipped and short.</summary>
internal static class ListSchemes
{
    private static readonly IReadOnlyList<SchemeResource> All = [.. IdentifierSchemes.All.Select(View)];

    public static void Map(RouteGroupBuilder identifiers) =>
        identifiers.MapGet("/schemes", Handle).Requires(Scopes.VerificationsRead)
            .WithSummary("The schemes of registration and tax numbers, all or of one country").Produces<Page<SchemeResource>>();

    private static Answer Handle(string? country) => Answer.Ok(new Page<SchemeResource>(
        string.IsNullOrEmpty(country) ? All : [.. IdentifierSchemes.ForCountry(country).Select(View)], false, null));

    private static SchemeResource View(IdentifierScheme scheme) => new(
        scheme.Code, scheme.Country, scheme.Kind, scheme.Name, scheme.Authority, scheme.Aliases, scheme.Pattern, scheme.CheckFamily, scheme.Examples, scheme.Certainty, scheme.Sensitive);
}
