using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Workflows.Authoring;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Api.Workflows.Runs;
using KybPlatform.Api.Workflows.Steps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Workflows;

public static class WorkflowsModule
{
    /// <param name="providers">Those that send messages, by themselves or among others.</param>
    public static IServiceCollection AddWorkflows(this IServiceCollection services, IReadOnlyList<ProviderSettings> providers)
    {
        services.AddSingleton<WorkflowBook>().AddSingleton<RunStates>().AddScoped<RunScenes>().AddScoped<StepEffects>().AddSingleton<IFollowsEvents, Following>();
        services.AddJob<FollowEvents>(FollowEvents.Kind, TenantId.Prefix).AddJob<AdvanceRun>(AdvanceRun.Kind, WorkflowRunId.Prefix).AddJob<StartScheduled>(StartScheduled.Kind, WorkflowId.Prefix)
            .AddJob<RunBatch>(RunBatch.Kind, WorkflowBatchId.Prefix).AddJob<WakeRunsJob>(WakeRunsJob.Kind, TenantId.Prefix).AddSingleton(new DueWhenClockMoves(WakeRunsJob.Kind));
        services.AddScoped<IStepEffect, CreateCaseStep>().AddScoped<IStepEffect, AssignCaseStep>().AddScoped<IStepEffect, TagStep>().AddScoped<IStepEffect, DecideStep>()
            .AddScoped<IStepEffect, RequestInformationStep>().AddScoped<IStepEffect, VerificationStep>().AddScoped<IStepEffect, StartWorkflowStep>().AddScoped<IStepEffect, SetFieldStep>().AddScoped<IStepEffect, CallHttpStep>().AddScoped<IStepEffect, SendMessageStep>();
        services.AddSingleton<CallClient>().AddSingleton<WorkflowSecrets>();
        foreach (var provider in providers.Where(p => p.Kind == TwilioSender.Kind)) services.AddSingleton<IMessageSender>(s => new TwilioSender(provider, s.GetRequiredService<OutboundLines>().For(provider)));
        foreach (var provider in providers.Where(p => p.Kind == SendGridSender.Kind)) services.AddSingleton<IMessageSender>(s => new SendGridSender(provider, s.GetRequiredService<OutboundLines>().For(provider)));
        return services.AddScoped<ITenantSweep, WakeDueRuns>().AddScoped<ITenantSweep, DropOldRuns>().AddScoped<ITenantWatch, WorkflowWatch>();
    }

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").About("Workflows", "What happens after an event: durable steps with branches, waits and timers, as documents that are checked, tested and published.");
        ChangeWorkflowSettings.Map(workflows);
        RotateCallSecret.Map(workflows);
        WriteWorkflow.Map(workflows);
        ReadWorkflows.Map(workflows);
        PublishWorkflow.Map(workflows);
        StartRun.Map(workflows);
        var runs = api.MapGroup("/workflow-runs").WithTags("Workflows");
        ReadRuns.Map(runs);
        MoveRun.Map(runs);
        BatchRuns.Map(api.MapGroup("/workflow-batches").WithTags("Workflows"));
    }
}
