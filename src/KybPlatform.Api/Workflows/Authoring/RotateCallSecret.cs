using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>A new signing secret for <c>call_http</c>.</summary>
/// <param name="OverlapSeconds">How long calls carry the signature of the secret before, too; one day where it is left out.</param>
public sealed record CallSecretRotation(int? OverlapSeconds);

/// <summary>The secret, shown this once.</summary>
public sealed record CallSecret(string SigningSecret, DateTimeOffset? FormerUntil);

internal sealed class CallSecretRotationValidator : AbstractValidator<CallSecretRotation>
{
    public CallSecretRotationValidator() => RuleFor(r => r.OverlapSeconds).InclusiveBetween(0, 30 * 24 * 3600);
}

/// <summary>Makes the secret by which receivers know the tenant's workflows.</summary>
internal static class RotateCallSecret
{
    public static void Map(RouteGroupBuilder workflows) =>
        workflows.MapPost("/settings/rotate-secret", HandleAsync).Requires(Scopes.TenantManage).Idempotent()
            .WithSummary("Make a signing secret for calls of workflows").Produces<CallSecret>().ProducesRefusals(400, 409, 422);

    private static async Task<IResult> HandleAsync([OptionalBody] Body<CallSecretRotation> body, Work work, WorkflowSecrets secrets)
    {
        var by = work.Caller.Actor.ToString();
        var settings = await work.Db.Set<WorkflowSettings>().SingleOrDefaultAsync(work.Canceled);
        if (settings is null) work.Db.Add(settings = new WorkflowSettings { TenantId = work.Tenant, ChangedBy = by, ChangedAt = work.Now });
        var (secret, overlap) = (WorkflowSecrets.New(), TimeSpan.FromSeconds(body.Value.OverlapSeconds ?? 24 * 3600));
        (settings.Former, settings.FormerUntil) = (settings.Secret, settings.Secret is null ? null : work.Now + overlap);
        (settings.Secret, settings.ChangedBy, settings.ChangedAt) = (secrets.Seal(work.Tenant, secret), by, work.Now);
        work.Record("workflow_settings.secret_rotated", work.Tenant.ToString(), details: new { overlap_seconds = (int)overlap.TotalSeconds });
        return await work.AnswerAsync(200, new CallSecret(WorkflowSecrets.Show(secret), settings.FormerUntil), new Keeping(Secret: true));
    }
}
