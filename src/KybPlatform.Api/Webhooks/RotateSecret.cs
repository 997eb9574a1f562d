using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Webhooks;

/// <summary>Gives an endpoint a new signing secret.</summary>
/// <param name="OverlapSeconds">How long deliveries carry the signature of the secret before, too; one day where it is left out.</param>
public sealed record WebhookSecretRotation(int? OverlapSeconds);

internal sealed class WebhookSecretRotationValidator : AbstractValidator<WebhookSecretRotation>
{
    public WebhookSecretRotationValidator() => RuleFor(r => r.OverlapSeconds).InclusiveBetween(0, 30 * 24 * 3600);
}

internal static class RotateSecret
{
    private const int UsualOverlap = 24 * 3600;

    public static void Map(RouteGroupBuilder endpoints) =>
        endpoints.MapPost("/{id}/rotate-secret", HandleAsync).Requires(Scopes.WebhooksManage).Idempotent().Versioned()
            .WithSummary("Give a webhook endpoint a new signing secret").Produces<WebhookEndpointWithSecret>().ProducesRefusals(400, 404, 409, 422);

    private static async Task<IResult> HandleAsync(string id, [OptionalBody] Body<WebhookSecretRotation> body, HttpContext http, Work work, WebhookSecrets secrets, TimeProvider clock)
    {
        if (await FoundEndpoints.FindAsync(work, id) is not { } endpoint) return Refused.Because(WebhookErrors.NoEndpoint);
        if (ETags.Check(http, endpoint) is { } stale) return Refused.Because(stale);
        var secret = WebhookSecrets.New();
        var overlap = TimeSpan.FromSeconds(body.Value.OverlapSeconds ?? UsualOverlap);
        endpoint.Rotate(secrets.Seal(work.Tenant, endpoint.Id, secret), Instants.Truncate(clock.GetUtcNow()), overlap);
        work.Record("webhook_endpoint.secret_rotated", endpoint.Id.ToString(), details: new { overlap_seconds = (int)overlap.TotalSeconds });
        return await work.AnswerAsync(200, WebhookEndpointWithSecret.From(endpoint, secret), new Keeping(Secret: true), etag: endpoint);
    }
}
