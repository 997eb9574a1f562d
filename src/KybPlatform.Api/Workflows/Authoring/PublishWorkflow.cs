using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>Brings versions into force and takes them out of it. Runs under way go on by the version that they began with.</summary>
internal static class PublishWorkflow
{
    public static void Map(RouteGroupBuilder workflows)
    {
        Examined(workflows.MapPost("/{key}/versions/{version}/request-approval", RequestAsync).Requires(Scopes.WorkflowsWrite).Idempotent()
            .WithSummary("Freeze a version and ask for its approval")).Refuses(409, "already_in_review", "Approval was requested already.");
        workflows.MapPost("/{key}/versions/{version}/approve", ApproveAsync).Requires(Scopes.WorkflowsApprove).Idempotent()
            .WithSummary("Approve a version").Produces<WorkflowVersionResource>().ProducesRefusals(400, 404, 422)
            .Refuses(403, "person_required", "A service's key cannot approve.").Refuses(403, "own_work", "Whoever wrote it or asked for it cannot approve it.")
            .Refuses(409, "not_in_review", "No approval is requested.");
        Examined(workflows.MapPost("/{key}/versions/{version}/publish", PublishAsync).Requires(Scopes.WorkflowsPublish).Idempotent()
            .WithSummary("Bring a version into force; 0 is what the product ships")).Refuses(409, "not_approved", "The tenant asks for a second person, and nobody approved it.")
            .Refuses(403, "scope_not_held", "Nobody has passed on what they could not read, or done what they could not do themselves without a second person.");
        workflows.MapPost("/{key}/retire", RetireAsync).Requires(Scopes.WorkflowsPublish).Idempotent()
            .WithSummary("Let nothing start a workflow any more").Produces<WorkflowResource>().ProducesRefusals(400, 404, 409, 422).Refuses(409, "workflow_retired", "Nothing of it is in force.");
    }

    private static RouteHandlerBuilder Examined(RouteHandlerBuilder route) => route.Produces<WorkflowVersionResource>().ProducesRefusals(400, 404)
        .Refuses(422, "check_failed", "The version does not pass its check.").Refuses(422, "no_tests", "It has no example that must hold.").Refuses(422, "tests_failed", "Examples do not hold.");

    private static async Task<IResult> RequestAsync(string key, string version, [OptionalBody] Body<EmptyRequest> body, Work work, WorkflowBook book)
    {
        if (await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        var examined = await SoundAsync(work, book, row);
        if (examined.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        if (row.Request(examined.Value.Hash, work.Caller.Actor.ToString(), work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Record("workflow.approval_requested", WriteWorkflow.Named(row), details: new { hash = row.Hash });
        return await AnswerAsync(work, row);
    }

    private static async Task<IResult> ApproveAsync(string key, string version, [OptionalBody] Body<EmptyRequest> body, Work work)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(WorkflowErrors.NotAPerson);
        if (await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        if (row.Approve(work.Caller.Actor.ToString(), work.Now) is { } illegal) return illegal.Kind is ErrorKind.Forbidden ? Refused.Because(illegal) : await work.RefuseAsync(illegal);
        work.Record("workflow.approved", WriteWorkflow.Named(row), details: new { hash = row.Hash });
        return await AnswerAsync(work, row);
    }

    private static async Task<IResult> PublishAsync(string key, string version, [OptionalBody] Body<EmptyRequest> body, Work work, WorkflowBook book, Signals signals, TimeProvider clock)
    {
        var workflow = await work.Db.Set<Workflow>().SingleOrDefaultAsync(w => w.Key == key, work.Canceled);
        if (workflow is null) work.Db.Add(workflow = new Workflow { TenantId = work.Tenant, Key = key });
        if (version == "0")
        {
            if (!ShippedWorkflows.All.TryGetValue(key, out var shipped)) return Refused.Because(WorkflowErrors.NoVersion);
            Bring(work, workflow, 0, shipped.Program, clock);
            await work.Db.CommitAsync(work.Canceled);
            return Answer.Ok(new WorkflowVersionResource(key, 0, WorkflowVersionState.Published, true, shipped.Program.Hash, ["platform"], null, null, null, null, null, work.Caller.Actor.ToString(), work.Now, work.Now, work.Now));
        }
        if (await WriteWorkflow.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        var examined = await SoundAsync(work, book, row);
        if (examined.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        if (StepRights.Check(work.Caller, examined.Value, row.ApprovedBy is not null) is { } beyond) return Refused.Because(beyond);
        var settings = await work.Db.Set<WorkflowSettings>().AsNoTracking().SingleOrDefaultAsync(work.Canceled);
        if (row.Publish(examined.Value.Hash, settings?.SecondPerson ?? false, work.Caller.Actor.ToString(), work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        Bring(work, workflow, row.Number, examined.Value, clock);
        var answer = await work.AnswerAsync(200, WorkflowVersionResource.From(row, row.Number), Keeping.Plainly, etag: row);
        signals.Jobs.Set();
        return answer;
    }

    private static void Bring(Work work, Workflow workflow, int number, WorkflowProgram program, TimeProvider clock)
    {
        workflow.Publish(number, program.Hash, work.Caller.Actor.ToString(), work.Now);
        work.Db.Extra.Add(WorkflowBook.Keeping(work.Tenant, program, work.Now));
        work.Db.Extra.Add(Following.Listen(work.Tenant, [.. program.Document.Triggers.SelectMany(t => t.Events).Distinct(StringComparer.Ordinal)]));
        WorkflowTimetable.Set(work, program.Document, clock.GetUtcNow());
        work.Record("workflow.published", WorkflowId.Of(workflow.Key).ToString(), details: new { workflow.Key, version = number, program.Hash });
    }

    private static async Task<IResult> RetireAsync(string key, [OptionalBody] Body<EmptyRequest> body, Work work, WorkflowBook book)
    {
        var workflow = await work.Db.Set<Workflow>().SingleOrDefaultAsync(w => w.Key == key, work.Canceled);
        if (workflow is null && !ShippedWorkflows.All.ContainsKey(key)) return Refused.Because(WorkflowErrors.NoWorkflow);
        if (await book.ActiveAsync(work.Db, key, work.Canceled) is not { } active) return await work.RefuseAsync(WorkflowErrors.Retired(key));
        if (workflow is null) work.Db.Add(workflow = new Workflow { TenantId = work.Tenant, Key = key });
        workflow.Retire(work.Caller.Actor.ToString(), work.Now);
        WorkflowTimetable.End(work, active.Program.Document);
        work.Record("workflow.retired", WorkflowId.Of(key).ToString(), details: new { key, version = active.Number });
        var document = active.Program.Document;
        return await work.AnswerAsync(200, new WorkflowResource(key, WorkflowId.Of(key), document.Title, document.Description, document.About, [.. document.Triggers.SelectMany(t => t.Events).Distinct(StringComparer.Ordinal)],
            null, ShippedWorkflows.All.ContainsKey(key), active.Number > 0 ? active.Number : null, workflow.ChangedBy, workflow.ChangedAt), Keeping.Plainly);
    }

    private static async Task<Result<WorkflowProgram>> SoundAsync(Work work, WorkflowBook book, WorkflowVersion row)
    {
        var examined = await WorkflowText.ExamineAsync(book, work.Db, row, work.Canceled);
        if (examined.Program is not { } program) return WorkflowErrors.CheckFailed(examined.Issues);
        if (program.Document.Tests.Count == 0) return WorkflowErrors.NoTests(row.Key);
        var failed = Simulation.Run(program).Where(t => !t.Passed).ToList();
        return failed.Count > 0 ? WorkflowErrors.TestsFailed(failed) : program;
    }

    private static async Task<IResult> AnswerAsync(Work work, WorkflowVersion row) =>
        await work.AnswerAsync(200, WorkflowVersionResource.From(row, await ReadWorkflows.ActiveAsync(work.Db, row.Key, work.Canceled)), Keeping.Plainly, etag: row);
}
