using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Backtests;

/// <summary>Have versions ride along with what is decided from now on.</summary>
public sealed record ShadowRequest(IReadOnlyList<TriedVersion>? Policies, string? Country, string? SenderType);

internal sealed class ShadowRequestValidator : AbstractValidator<ShadowRequest>
{
    public ShadowRequestValidator() => TriedVersions.Apply(this, s => s.Policies, s => s.Policies);
}

/// <summary>
/// Starts a shadow evaluation: it looks at decisions after they were made and committed, from their frozen facts, in a sweep of its own. What is decided
/// never waits for it and never knows of it.
/// </summary>
internal static class StartShadow
{
    public static void Map(RouteGroupBuilder shadows) =>
        shadows.MapPost("", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Have versions of policies ride along with live decisions").Produces<ShadowResource>(201).ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(409, "too_many_running", "Five are running already: wait for one, or cancel it.")
            .Refuses(422, "no_candidate", "A policy cannot be tried.")
            .ExampleRequest("""{ "policies": [{ "key": "gb.alphanumeric", "version": 2 }] }""");

    private static async Task<IResult> HandleAsync(Body<ShadowRequest> body, Work work, IPolicyBook book)
    {
        var asked = body.Value;
        var begun = await TriedVersions.BeginAsync(work, book, new BacktestRequest(asked.Policies, asked.Country, asked.SenderType, From: null, To: null, Sample: null), shadow: true);
        if (begun.IsRefused(out var refusal)) return await work.RefuseAsync(refusal);
        begun.Value.Advance(Uuid7.Last(work.Now), 0, new Tally().ToJson().ToJsonString(), 0);
        return await work.AnswerAsync(201, ShadowResource.Of(begun.Value, report: false), Keeping.Plainly, $"/v1/shadow-evaluations/{begun.Value.PublicName}");
    }
}
