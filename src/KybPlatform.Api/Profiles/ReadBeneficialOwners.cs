using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Profiles;

/// <summary>A natural person who owns enough of the business.</summary>
/// <param name="AtLeast">Some of the person's shares are not known: the percentage is the least that it can be.</param>
/// <param name="Controls">The person has more than half of the business under command, itself or through what it controls.</param>
/// <param name="ControlledPercent">What the person commands undiluted: a share of a business that the person controls counts whole.</param>
/// <param name="Ways">What makes the person an owner: each way from the business to the person.</param>
public sealed record BeneficialOwnerResource(
    string PersonId, string? GivenName, string? FamilyName, decimal Percent, bool AtLeast, bool Controls, decimal ControlledPercent, IReadOnlyList<HeldThroughResource> Ways);

/// <summary>One way, from the business to the person.</summary>
/// <param name="Through">The businesses between them, the nearest first; none where the share is held directly.</param>
/// <param name="Percent">What reaches the person along it; null where a share on the way is not known.</param>
public sealed record HeldThroughResource(IReadOnlyList<string> Through, decimal? Percent);

/// <summary>Who owns a business in the end, and how far that is explained.</summary>
/// <param name="MayBeMore">What nobody explains is enough to hide one more owner of the threshold.</param>
/// <param name="Cycles">Businesses that hold each other.</param>
/// <param name="ImpossibleAt">Where the shares contradict each other; null where they do not.</param>
public sealed record BeneficialOwnersResource(
    decimal ThresholdPercent, IReadOnlyList<BeneficialOwnerResource> Owners, decimal ExplainedPercent, decimal UnexplainedPercent, bool MayBeMore,
    IReadOnlyList<string> WithoutShare, string? ImpossibleAt, IReadOnlyList<IReadOnlyList<string>> Cycles);

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
        var document = FactDocument.Parse(FactParts.Bytes(new JsonObject { ["business"] = facts }));
        var (graph, network) = (BeneficialOwnership.Of(document)!, OwnershipFacts.Of(document)!);
        var found = OwnershipAnalysis.Of(network, OwnershipFacts.Business, least);
        var byControl = found.Owners.ToDictionary(o => o.Id, StringComparer.Ordinal);
        var owners = graph.Owners.Where(o => o.PersonId is not null && people.ContainsKey(o.PersonId) && (o.Percent >= least || o.AtLeast || byControl.ContainsKey(o.PersonId)))
            .Select(o => new BeneficialOwnerResource(
                o.PersonId!, FactParts.Text(people[o.PersonId!], "given_name"), FactParts.Text(people[o.PersonId!], "family_name"), o.Percent, o.AtLeast,
                byControl.TryGetValue(o.PersonId!, out var by) && by.Controls, by?.ControlledPercent ?? 0, [.. (by?.Ways ?? []).Select(w => Way(w, network))]));
        var rest = Math.Max(0, 100 - graph.ExplainedPercent);
        return Answer.Ok(new BeneficialOwnersResource(least, [.. owners], graph.ExplainedPercent, rest, rest >= least && rest > 0, graph.WithoutShare, graph.ImpossibleAt, [.. found.Cycles.Select(c => (IReadOnlyList<string>)[.. c.Select(id => NameOf(id, network))])]));
    }

    private static HeldThroughResource Way(OwnershipWay way, OwnershipNetwork network) =>
        new([.. way.Through.Skip(1).SkipLast(1).Select(id => NameOf(id, network))], way.Least == way.Most ? way.Least : null);

    private static string NameOf(string id, OwnershipNetwork network) => network.Parties.FirstOrDefault(p => p.Id == id)?.Name ?? id;
}
