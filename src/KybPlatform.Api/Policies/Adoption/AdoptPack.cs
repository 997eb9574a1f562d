using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Adoption;

/// <summary>The pack that shall lie below the tenant's policies, and what that is for.</summary>
public sealed record NewAdoption(string? PackVersion, string? Summary);

internal sealed class NewAdoptionValidator : AbstractValidator<NewAdoption>
{
    public NewAdoptionValidator()
    {
        RuleFor(a => a.PackVersion).NotEmpty().MaximumLength(60);
        RuleFor(a => a.Summary).MaximumLength(1000);
    }
}

/// <summary>
/// Drafts the adoption of another pack. From here on it lives as any policy does, under the key <c>pack</c>: check, test, impact, backtest,
/// request for approval, approval, publication, withdrawal. A former pack is adopted the same way.
/// </summary>
internal static class AdoptPack
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/pack/versions", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Draft the adoption of another pack").Produces<PolicyVersionResource>(201).ProducesRefusals(400, 409, 413, 415)
            .Refuses(422, "unknown_pack", "There is no such pack.").ExampleRequest("""{ "pack_version": "2026.11.4", "summary": "Adopts the changes of November" }""");

    private static async Task<IResult> HandleAsync(Body<NewAdoption> body, Work work, IPolicyBook book)
    {
        var (wanted, available) = (body.Value.PackVersion!, await PinPack.AvailableAsync(work));
        if (!available.Contains(wanted)) return Refused.Because(PolicyErrors.UnknownPack(wanted, available, "/pack_version"));
        var (document, text) = PackAdoption.Document(wanted);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var number = await VersionNumbers.NextAsync(work.Db, inForce.Pack, PackAdoption.Key, work.Canceled);
        var row = WritePolicy.Row(work, document, text, number, PolicyVersionOrigin.Adopted, body.Value.Summary, wanted);
        work.Record("policy.drafted", WritePolicy.Named(row), details: new { origin = PolicyVersionOrigin.Adopted, pack_version = wanted });
        return await work.AnswerAsync(201, PolicyVersionResource.From(row, content: true), Keeping.Plainly, $"/v1/policies/{row.Key}/versions/{row.Number}", row);
    }
}
