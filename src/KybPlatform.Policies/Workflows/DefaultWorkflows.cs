using System.Reflection;

namespace KybPlatform.Policies.Workflows;

/// <summary>A workflow that comes with the product.</summary>
/// <param name="SwitchedOn">Whether a tenant has it in force that never said anything about it.</param>
public sealed record DefaultWorkflow(WorkflowDocument Document, bool SwitchedOn);

/// <summary>The workflows that come with the product: documents like a tenant's own, kept beside this file.</summary>
public static class DefaultWorkflows
{
    // Those that only open work for a person or leave a mark, and nothing that an applicant or another system would see.
    private static readonly HashSet<string> On = new(StringComparer.Ordinal) { "kyb.registration_action_required", "kyb.information_deadline" };

    /// <summary>By key.</summary>
    public static IReadOnlyList<DefaultWorkflow> All { get; } = [.. Texts().Select(Read)];

    private static IEnumerable<string> Texts()
    {
        var assembly = typeof(DefaultWorkflows).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("workflows/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    private static DefaultWorkflow Read(string text)
    {
        var load = WorkflowReader.FromYaml(text);
        var document = load.Document ?? throw new InvalidOperationException($"A shipped workflow cannot be read: {load.Issues[0]}");
        return new DefaultWorkflow(document, On.Contains(document.Key));
    }
}
