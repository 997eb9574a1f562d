using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Policies.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>An ownership structure in the Beneficial Ownership Data Standard. Nothing is stored.</summary>
/// <param name="Statements">Statements of version 0.2, 0.3 or 0.4, as a list.</param>
/// <param name="Subject">The record or statement of the business that is asked about.</param>
/// <param name="ThresholdPercent">From how many percent on a person counts; 25 if left out.</param>
/// <param name="ExemptListed">Whether the owners of listed businesses are not looked for.</param>
public sealed record OwnershipRequest(JsonElement? Statements, string? Subject, decimal? ThresholdPercent, bool? ExemptListed);

internal sealed class OwnershipRequestValidator : AbstractValidator<OwnershipRequest>
{
    public OwnershipRequestValidator()
    {
        RuleFor(r => r.Statements).NotNull().Must(s => s is null || s.Value.ValueKind == JsonValueKind.Array).WithErrorCode("invalid_type").WithMessage("A list of statements.")
            .Must(s => s is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() <= 5000).WithErrorCode("too_long").WithMessage("At most 5,000 statements.");
        RuleFor(r => r.Subject).NotEmpty().MaximumLength(500);
        RuleFor(r => r.ThresholdPercent).InclusiveBetween(0, 100).When(r => r.ThresholdPercent is not null);
    }
}

/// <summary>Tells who owns or controls a business in the end, by whatever structure is given.</summary>
internal static class FindBeneficialOwners
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ownership/beneficial-owners", Handle).WithTags("Building blocks").Requires(Scopes.VerificationsRead).AsksOnly()
            .WithSummary("Find the beneficial owners in ownership statements").Produces<OwnershipFinding>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""
                { "subject": "acme", "threshold_percent": 25, "statements": [
                  { "statementId": "s1", "recordId": "acme", "recordType": "entity", "recordDetails": { "entityType": { "type": "registeredEntity" }, "name": "Acme Messaging Ltd" } },
                  { "statementId": "s2", "recordId": "jane", "recordType": "person", "recordDetails": { "names": [{ "fullName": "Jane Example" }] } },
                  { "statementId": "s3", "recordId": "r1", "recordType": "relationship", "recordDetails": { "subject": "acme", "interestedParty": "jane", "interests": [{ "type": "shareholding", "share": { "exact": 60 } }] } }] }
                """);

    private static Answer Handle(Body<OwnershipRequest> body)
    {
        var asked = body.Value;
        return Answer.Ok(OwnershipAnalysis.Of(BodsReader.Read(asked.Statements!.Value), asked.Subject!, asked.ThresholdPercent ?? 25, asked.ExemptListed ?? false));
    }
}
