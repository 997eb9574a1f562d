using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Policies;
using KybPlatform.Policies.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Profiles;

/// <summary>Who holds what in a business, as statements of the Beneficial Ownership Data Standard.</summary>
/// <param name="Subject">The record of the business itself.</param>
/// <param name="Statements">Statements of version 0.4.</param>
public sealed record OwnershipStatementsResource(string Subject, JsonElement Statements);

/// <summary>Writes the ownership of a business as others read it; nothing of it is stored.</summary>
internal static class ReadOwnershipStatements
{
    public static void Map(RouteGroupBuilder profiles) =>
        profiles.MapGet("/{id}/ownership-statements", HandleAsync).Requires(Scopes.ProfilesRead)
            .WithSummary("Who holds what in a business, in the Beneficial Ownership Data Standard").Produces<OwnershipStatementsResource>().ProducesRefusals(404, 409)
            .Refuses(409, "profile_redacted", "The profile was redacted: nothing of it can be changed any more.");

    private static async Task<IResult> HandleAsync(string id, Work work, ProfileDesk desk)
    {
        if (await BusinessProfiles.FindAsync(work, id) is not { } profile) return Refused.Because(ProfileErrors.NotFound(business: true));
        if (await desk.FindBusinessAsync(work.Db, profile.Id, work.Canceled) is not { } view) return Refused.Because(ProfileErrors.Redacted);
        var facts = JsonNode.Parse(view.FactsJson.Span)!.AsObject();
        var network = OwnershipFacts.Of(FactDocument.Parse(FactParts.Bytes(new JsonObject { ["business"] = facts })))!;
        var statements = BodsWriter.Write(network, DateOnly.FromDateTime(work.Now.UtcDateTime), "KybPlatform");
        return Answer.Ok(new OwnershipStatementsResource(OwnershipFacts.Business, JsonSerializer.SerializeToElement(statements)));
    }
}
