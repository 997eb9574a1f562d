using System.Diagnostics.Metrics;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Workflows.Running;

/// <summary>Counts what runs do, by kinds and outcomes from closed lists.</summary>
internal static class RunMeter
{
    private static readonly Counter<long> Steps = PlatformMeter.Meter.CreateCounter<long>("kyb.workflow.steps", description: "Steps of workflow runs by kind and outcome.");
    private static readonly Counter<long> Runs = PlatformMeter.Meter.CreateCounter<long>("kyb.workflow.runs_ended", description: "Workflow runs that ended, by outcome.");

    public static void Step(string kind, string outcome) => Steps.Add(1, new("kind", kind), new("outcome", outcome));

    public static void Ended(string outcome) => Runs.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
