using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Profiles;

/// <summary>A natural person who owns enough of the business.</summary>
/// <param name="AtLeast">Some of the person's shares are not known: the percentage is the least that it can be.</param>
public sealed record BeneficialOwnerResource(string PersonId, string? GivenName, string? FamilyName, decimal Percent, bool AtLeast);

/// <summary>Who owns a business in the end, and how far that is explained.</summary>
/// <param name="MayBeMore">What nobody explains is enough to hide one more owner of the threshold.</param>
/// <param name="ImpossibleAt">Where the shares contradict each other; null where they do not.</param>
public sealed record BeneficialOwnersResource(
    decimal ThresholdPercent, IReadOnlyList<BeneficialOwnerResource> Owners, decimal ExplainedPercent, decimal UnexplainedPercent, bool MayBeMore,
    IReadOnlyList<string> WithoutShare, string? ImpossibleAt);

/// <summary>Computes the beneficial owners from the people and the owning businesses; nothing of it is stored.</summary>
internal static class ReadBeneficialOwners
{
    private const decimal Usual = 25;

    public static void Map(RouteGroupBuilder profiles) =>
        profiles.MapGet("/{id}/beneficial-owners", HandleAsync).Requires(Scopes.ProfilesRead)
            .TakesQuery("threshold", "From how many percent on an owner counts; 25 if it is not given.", "25")
            .WithSummary("Compute who owns a business in the end").Produces<BeneficialOwnersResource>().ProducesRefusals(404, 409, 422)
            .Refuses(409, "profile_redacted", "The profile was redacted: nothing of it can be changed any more.");

    private static async Task<IResult> HandleAsync(string id, string? threshold, Work work, ProfileDesk desk)
    {
        var least = Usual;
        if (threshold is not null && (!decimal.TryParse(threshold, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out least) || least is < 0 or > 100))
            return Refused.Because(ProfileErrors.Query("threshold", "out_of_range", "threshold is a number from 0 to 100."));
        if (await BusinessProfiles.FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: true));
        if (await desk.FindBusinessAsync(work.Db, profile.Id, work.Canceled) is not { } view) return Refused.Because(ProfileErrors.Redacted);
        var facts = JsonNode.Parse(view.FactsJson.Span)!.AsObject();
        var people = facts["people"]!.AsArray().ToDictionary(p => p!["id"]!.GetValue<string>(), p => p!.AsObject(), StringComparer.Ordinal);
        var graph = BeneficialOwnership.Of(FactDocument.Parse(FactParts.Bytes(new JsonObject { ["business"] = facts })))!;
        var owners = graph.Owners.Where(o => (o.Percent >= least || o.AtLeast) && o.PersonId is not null && people.ContainsKey(o.PersonId))
            .Select(o => new BeneficialOwnerResource(
                o.PersonId!, FactParts.Text(people[o.PersonId!], "given_name"), FactParts.Text(people[o.PersonId!], "family_name"), o.Percent, o.AtLeast));
        var rest = Math.Max(0, 100 - graph.ExplainedPercent);
        return Answer.Ok(new BeneficialOwnersResource(least, [.. owners], graph.ExplainedPercent, rest, rest >= least && rest > 0, graph.WithoutShare, graph.ImpossibleAt));
    }
}
