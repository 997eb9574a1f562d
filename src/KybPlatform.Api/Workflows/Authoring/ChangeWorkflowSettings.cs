using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>How the tenant's workflows are brought into force, and for how long their runs are kept.</summary>
/// <param name="SecondPerson">Whether a second person approves every version first.</param>
/// <param name="KeepRunsDays">For so many days runs that ended are kept, with their ledgers.</param>
/// <param name="ChangedBy">Null where nobody ever changed it.</param>
public sealed record WorkflowSettingsResource(bool SecondPerson, int KeepRunsDays, string? ChangedBy, DateTimeOffset? ChangedAt);

/// <summary>The settings as they shall be.</summary>
/// <param name="KeepRunsDays">From 7 to 3,660; 400 where it is missing.</param>
public sealed record NewWorkflowSettings(bool? SecondPerson, int? KeepRunsDays = null);

internal sealed class NewWorkflowSettingsValidator : AbstractValidator<NewWorkflowSettings>
{
    public NewWorkflowSettingsValidator()
    {
        RuleFor(s => s.SecondPerson).NotNull();
        RuleFor(s => s.KeepRunsDays).InclusiveBetween(7, 3660);
    }
}

/// <summary>Reads and changes how workflows are brought into force. A person does it, who may manage the tenant.</summary>
internal static class ChangeWorkflowSettings
{
    public static void Map(RouteGroupBuilder workflows)
    {
        workflows.MapGet("/settings", GetAsync).Requires(Scopes.WorkflowsRead).Versioned().WithSummary("How workflows are brought into force").Produces<WorkflowSettingsResource>();
        workflows.MapPut("/settings", PutAsync).Requires(Scopes.TenantManage).Versioned().WithSummary("Change how workflows are brought into force").Produces<WorkflowSettingsResource>()
            .ProducesRefusals(400, 409, 413, 415, 422).Refuses(403, "person_required", "A service's key cannot change this.").ExampleRequest("""{ "second_person": true, "keep_runs_days": 400 }""");
    }

    private static async Task<IResult> GetAsync(Work work)
    {
        var settings = await work.Db.Set<WorkflowSettings>().AsNoTracking().SingleOrDefaultAsync(work.Canceled);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static async Task<IResult> PutAsync(Body<NewWorkflowSettings> body, Work work, HttpContext http)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(WorkflowErrors.NotAPerson);
        var (by, wanted) = (work.Caller.Actor.ToString(), body.Value.SecondPerson!.Value);
        var settings = await work.Db.Set<WorkflowSettings>().SingleOrDefaultAsync(work.Canceled);
        if (ETags.Check(http, settings) is { } changed) return Refused.Because(changed);
        if (settings is null) work.Db.Add(settings = new WorkflowSettings { TenantId = work.Tenant, ChangedBy = by, ChangedAt = work.Now });
        var (before, kept) = (settings.SecondPerson, settings.KeepRunsDays);
        (settings.SecondPerson, settings.KeepRunsDays, settings.ChangedBy, settings.ChangedAt) = (wanted, body.Value.KeepRunsDays, by, work.Now);
        work.Record("workflow_settings.changed", work.Tenant.ToString(), details: new { second_person = wanted, before, keep_runs_days = settings.KeepRunsDays, kept_before = kept });
        await work.Db.CommitAsync(work.Canceled);
        return Answer.Ok(View(settings), ETags.Of(settings));
    }

    private static WorkflowSettingsResource View(WorkflowSettings? settings) => new(settings?.SecondPerson ?? false, settings?.KeepRunsDays ?? DropOldRuns.UsualDays, settings?.ChangedBy, settings?.ChangedAt);
}
