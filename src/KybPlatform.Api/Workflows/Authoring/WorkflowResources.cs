using System.Text.Json;
using KybPlatform.Api.Workflows.Contracts;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>Which version of a workflow is in force. Version 0 is what the product ships.</summary>
public sealed record ActiveVersion(int Version, string Hash);

/// <summary>One workflow, whatever its versions.</summary>
/// <param name="Actor">How events, decisions and the audit trail name who did it, where the workflow did.</param>
/// <param name="Active">What new runs go by; null where nothing starts it.</param>
/// <param name="Shipped">Whether the product ships one under this key.</param>
/// <param name="LatestVersion">The number of the tenant's last version; null where it has none.</param>
public sealed record WorkflowResource(
    string Key, WorkflowId Actor, string Title, string? Description, WorkflowAbout About, IReadOnlyList<string> Events, ActiveVersion? Active, bool Shipped, int? LatestVersion, string? ChangedBy, DateTimeOffset? ChangedAt);

/// <summary>All workflows.</summary>
public sealed record WorkflowList(IReadOnlyList<WorkflowResource> Data);

/// <summary>One version. The document is left out in lists.</summary>
/// <param name="Hash">Of the content, once it is frozen.</param>
/// <param name="Active">Whether new runs go by it.</param>
public sealed record WorkflowVersionResource(
    string Key, int Version, WorkflowVersionState State, bool Active, string? Hash, IReadOnlyList<string> Authors, string? Summary, JsonElement? Document,
    string? RequestedBy, string? ApprovedBy, DateTimeOffset? ApprovedAt, string? PublishedBy, DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static WorkflowVersionResource From(WorkflowVersion row, int? active, bool content = true) => new(
        row.Key, row.Number, row.State, active == row.Number, row.Hash, row.Authors, row.Summary, content ? JsonDocument.Parse(row.Document).RootElement.Clone() : null,
        row.RequestedBy, row.ApprovedBy, row.ApprovedAt, row.PublishedBy, row.PublishedAt, row.CreatedAt, row.UpdatedAt);
}

/// <summary>The versions of a workflow, the last first.</summary>
public sealed record WorkflowVersionList(IReadOnlyList<WorkflowVersionResource> Data);

/// <summary>What checking a version found, against what is in force now.</summary>
/// <param name="Hash">Of the content; null where something is wrong.</param>
public sealed record WorkflowCheck(bool Sound, string? Hash, IReadOnlyList<WorkflowIssue> Issues);

/// <summary>A line of the ledger that a run of the example would have.</summary>
public sealed record SimulatedLine(string Step, string Kind, LineOutcome Outcome, string? Note);

/// <summary>How one example went.</summary>
/// <param name="Started">Null where it cannot be known whether the event starts a run.</param>
/// <param name="Steps">What was done and waited for, in order.</param>
public sealed record WorkflowTestOutcome(string Name, bool Passed, bool? Started, string? Status, string? Failure, IReadOnlyList<string> Steps, IReadOnlyList<SimulatedLine> Ledger, IReadOnlyList<string> Failures)
{
    internal static WorkflowTestOutcome From(WorkflowTestResult r) =>
        new(r.Name, r.Passed, r.Started, r.Status, r.Failure, r.Steps, [.. r.Lines.Select(l => new SimulatedLine(l.Step, l.Kind, l.Outcome, l.Note))], r.Failures);
}

/// <summary>How the examples of a version went.</summary>
public sealed record WorkflowTestRun(bool Passed, IReadOnlyList<WorkflowTestOutcome> Results);
