using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Workflows.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Workflows.Runs;

/// <summary>What a run is to begin with.</summary>
/// <param name="About">The id of what it is about; left out where the workflow is about nothing.</param>
/// <param name="Input">What the workflow declares as inputs.</param>
public sealed record NewRun(string? About, JsonElement? Input);

internal sealed class NewRunValidator : AbstractValidator<NewRun>
{
    public NewRunValidator()
    {
        RuleFor(r => r.About).MaximumLength(60);
        RuleFor(r => r.Input).Must(i => i is null or { ValueKind: JsonValueKind.Object }).WithErrorCode("invalid_type").WithMessage("Must be an object.");
    }
}

/// <summary>Starts a run by a call.</summary>
internal static class StartRun
{
    public static void Map(RouteGroupBuilder workflows) =>
        workflows.MapPost("/{key}/runs", HandleAsync).Requires(Scopes.WorkflowsRun).Idempotent()
            .WithSummary("Start a run of the version in force").Produces<WorkflowRunResource>(201).ProducesRefusals(400, 404, 413, 415)
            .Refuses(409, "workflow_retired", "No version is in force.").Refuses(409, "workflow_not_callable", "The workflow has no trigger that is a call.")
            .Refuses(422, "unknown_resource", "There is no such resource, or runs of the workflow are not about it.").Refuses(422, "unknown_field", "The workflow declares no such input.")
            .ExampleRequest("""{ "about": "inq_01k0000000000000000000000a", "input": {} }""");

    private static async Task<IResult> HandleAsync(string key, Body<NewRun> body, Work work, WorkflowBook book, RunScenes scenes, RunStates states, Signals signals)
    {
        if (await book.ActiveAsync(work.Db, key, work.Canceled) is not { } workflow)
            return await ExistsAsync(work, key) ? await work.RefuseAsync(WorkflowErrors.Retired(key)) : Refused.Because(WorkflowErrors.NoWorkflow);
        var input = body.Value.Input is { } given ? JsonObject.Create(given) : null;
        var called = await RunCalls.CheckAsync(scenes, new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now), workflow, body.Value.About ?? "", input, work.Canceled);
        if (called.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        var run = await states.BeginAsync(work.Db, new RunBeginning(workflow, RunOrigin.Call, called.Value.About, called.Value.Profile, work.Caller.Actor, 0) { Input = called.Value.Input }, work.Now, work.Canceled);
        var answer = await work.AnswerAsync(201, WorkflowRunResource.From(run), Keeping.Plainly, $"/v1/workflow-runs/{run.Id}", run);
        signals.Jobs.Set();
        return answer;
    }

    /// <summary>Whether there is anything of this key, in force or not.</summary>
    internal static async Task<bool> ExistsAsync(Work work, string key) =>
        ShippedWorkflows.All.ContainsKey(key) || await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.AnyAsync(work.Db.Set<WorkflowVersion>(), v => v.Key == key, work.Canceled);
}
