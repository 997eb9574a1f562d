using System.Text;
using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies.Documents;
using KybPlatform.Api.Workflows.Running;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>A version of a workflow as its author writes it.</summary>
/// <param name="Document">The document; its grammar is <c>workflow.schema.json</c>.</param>
/// <param name="Summary">What the version is for.</param>
public sealed record WorkflowDraft(JsonElement? Document, string? Summary);

internal sealed class WorkflowDraftValidator : AbstractValidator<WorkflowDraft>
{
    public WorkflowDraftValidator()
    {
        RuleFor(d => d.Document).NotNull().Must(d => d is null or { ValueKind: JsonValueKind.Object }).WithErrorCode("invalid_type").WithMessage("Must be an object.");
        RuleFor(d => d.Summary).MaximumLength(1000);
    }
}

/// <summary>Something found in a version.</summary>
/// <param name="Pointer">JSON pointer into the document.</param>
/// <param name="Offset">Where in the text at the pointer, in characters from its start; null where the whole entry is meant.</param>
/// <param name="Severity"><c>error</c> keeps it from being published, <c>warning</c> does not.</param>
public sealed record WorkflowIssue(string Severity, string Code, string Pointer, string Detail, string? Suggestion, int? Offset)
{
    internal static WorkflowIssue From(PolicyIssue issue) => new(issue.IsWarning ? "warning" : "error", issue.Code, issue.Pointer, issue.Detail, issue.Suggestion, issue.Offset);
}

/// <summary>Reads and checks what authors send.</summary>
internal static class WorkflowText
{
    // Words that stand where a key would in the paths of the API.
    private static readonly string[] Words = ["settings"];

    public static Result<WorkflowDocument> Read(WorkflowDraft given, string? key)
    {
        var load = WorkflowReader.FromJson(Encoding.UTF8.GetBytes(given.Document!.Value.GetRawText()));
        if (load.Document is not { } document) return WorkflowErrors.Unreadable(load.Issues);
        if (key is not null && document.Key != key) return WorkflowErrors.KeyDiffers(document.Key, key);
        return Words.Contains(document.Key) ? WorkflowErrors.Reserved(document.Key) : document;
    }

    /// <summary>Against what else is in force: the workflows that it starts.</summary>
    public static async Task<WorkflowCompilation> ExamineAsync(WorkflowBook book, PlatformDb db, WorkflowVersion version, CancellationToken ct)
    {
        var load = WorkflowReader.FromJson(Encoding.UTF8.GetBytes(version.Document));
        if (load.Document is not { } document) return new WorkflowCompilation(null, load.Issues);
        var compilation = WorkflowCompiler.Compile(document);
        var issues = compilation.Issues.ToList();
        issues.AddRange(WorkflowTimetable.Faults(document));
        if (document.Tests.Count == 0) issues.Add(new PolicyIssue("/tests", "no_tests", "It has no example that must hold; publishing asks for one.", IsWarning: true));
        if (compilation.Program is not { } program) return new WorkflowCompilation(null, issues);
        issues.AddRange(WorkflowGraph.Faults(program, await book.ActiveAsync(db, ct)));
        return new WorkflowCompilation(issues.Exists(i => !i.IsWarning) ? null : program, issues);
    }
}

/// <summary>Workflows that start each other.</summary>
internal static class WorkflowGraph
{
    public static IEnumerable<PolicyIssue> Faults(WorkflowProgram program, IReadOnlyList<ActiveWorkflow> active)
    {
        var others = active.Where(a => a.Key != program.Document.Key).ToDictionary(a => a.Key, a => a.Program, StringComparer.Ordinal);
        foreach (var (key, pointer) in program.Starts)
        {
            if (key == program.Document.Key) continue;
            if (!others.TryGetValue(key, out var started)) yield return new PolicyIssue(pointer, "unknown_workflow", $"No workflow '{key}' is in force.", null, NearestName.Of(key, others.Keys));
            else if (!started.Document.Triggers.Any(t => t.IsCall)) yield return new PolicyIssue(pointer, "workflow_not_callable", $"'{key}' has no trigger that is a call.");
            else if (LeadsTo(key, program.Document.Key, others, [])) yield return new PolicyIssue(pointer, "recursive_workflow", $"'{key}' leads back to '{program.Document.Key}'.");
        }
    }

    private static bool LeadsTo(string from, string to, Dictionary<string, WorkflowProgram> others, HashSet<string> seen) =>
        from == to || (seen.Add(from) && others.TryGetValue(from, out var program) && program.Starts.Any(s => LeadsTo(s.Key, to, others, seen)));
}
