using KybPlatform.Policies.Documents;

namespace KybPlatform.Server.Commands.Reports;

/// <summary>Something that is wrong with, or remarkable about, a policy in a file.</summary>
/// <param name="File">Relative to the working folder, with forward slashes.</param>
/// <param name="Pointer">JSON pointer into the document.</param>
internal sealed record Finding(string File, SourcePosition? At, string Code, bool IsWarning, string Message, string? Policy, string Pointer);

/// <summary>One thing that was tried: an example of a policy, or for a check a whole file.</summary>
/// <param name="Failures">Empty where it held.</param>
internal sealed record TriedCase(string Suite, string Name, string File, SourcePosition? At, IReadOnlyList<string> Failures);

/// <summary>What a command found, whatever form it is then written in.</summary>
/// <param name="Summary">The last line of the text form.</param>
internal sealed record Report(string Command, IReadOnlyList<Finding> Findings, IReadOnlyList<TriedCase> Cases, string Summary)
{
    public bool IsGood => Findings.All(f => f.IsWarning) && Cases.All(c => c.Failures.Count == 0);
}
