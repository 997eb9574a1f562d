using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>How the tenant's policies are brought into force.</summary>
/// <param name="Backtests"><c>expected</c>: where there are past decisions to try a version on, unless whoever approves says why not. <c>required</c>: always.</param>
/// <param name="ChangedBy">Null where nobody ever changed it.</param>
public sealed record PolicySettingsResource(BacktestDemand Backtests, string? ChangedBy, DateTimeOffset? ChangedAt);

/// <summary>The settings as they shall be.</summary>
public sealed record NewPolicySettings(BacktestDemand? Backtests);

internal sealed class NewPolicySettingsValidator : AbstractValidator<NewPolicySettings>
{
    public NewPolicySettingsValidator() => RuleFor(s => s.Backtests).NotNull();
}

/// <summary>Reads and changes how policies are brought into force. A person does it, who may manage the tenant.</summary>
internal static class ChangeSettings
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapGet("/settings", GetAsync).Requires(Scopes.PoliciesRead).Versioned().WithSummary("How policies are brought into force").Produces<PolicySettingsResource>();
        policies.MapPut("/settings", PutAsync).Requires(Scopes.TenantManage).Versioned().WithSummary("Change how policies are brought into force").Produces<PolicySettingsResource>().ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(403, "person_required", "A service's key cannot change this.").ExampleRequest("""{ "backtests": "required" }""");
    }

    private static async Task<IResult> GetAsync(Work work)
    {
        var settings = await work.Db.Set<PolicySettings>().AsNoTracking().SingleOrDefaultAsync(work.Canceled);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static async Task<IResult> PutAsync(Body<NewPolicySettings> body, Work work, HttpContext http)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        var (by, wanted) = (work.Caller.Actor.ToString(), body.Value.Backtests!.Value);
        var settings = await work.Db.Set<PolicySettings>().SingleOrDefaultAsync(work.Canceled);
        if (ETags.Check(http, settings) is { } changed) return Refused.Because(changed);
        if (settings is null) work.Db.Add(settings = new PolicySettings { TenantId = work.Tenant, ChangedBy = by, ChangedAt = work.Now });
        var before = settings.Backtests;
        (settings.Backtests, settings.ChangedBy, settings.ChangedAt) = (wanted, by, work.Now);
        work.Record("policy_settings.changed", work.Tenant.ToString(), details: new { backtests = wanted, before });
        await work.Db.CommitAsync(work.Canceled);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static PolicySettingsResource View(PolicySettings? settings) => new(settings?.Backtests ?? BacktestDemand.Expected, settings?.ChangedBy, settings?.ChangedAt);
}
