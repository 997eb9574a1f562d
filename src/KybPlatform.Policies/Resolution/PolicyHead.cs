using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>What a resolved policy is found, listed and told apart by, without its content.</summary>
/// <param name="Certainty">The weakest of the document and all it asks.</param>
/// <param name="Hash">Of the resolved content.</param>
/// <param name="Needs">The checks that it asks providers for, each once, in its own order.</param>
internal sealed record PolicyHead(
    string Key, int Version, string Title, PolicyScope Scope, bool NotOffered, Certainty Certainty, string Hash, IReadOnlyList<ProviderNeed> Needs)
{
    public static PolicyHead Of(ResolvedContent content) => new(
        content.Document.Key, content.Document.Version, content.Document.Title, content.Document.Scope, content.Document.NotOffered,
        content.Document.Requirements.Select(r => r.Certainty).Concat(content.Document.Rules.Select(r => r.Certainty)).Append(content.Document.Certainty).Max(),
        CanonicalJson.Hash(content.CanonicalJson), ProviderNeeds.Of(content.Document));
}

/// <summary>What a policy asks, merged, checked and compiled.</summary>
/// <param name="Tests">The examples of the document itself; of a shipped policy they are read when somebody asks for them.</param>
/// <param name="OverlaidTests">Those of the pack's document that it overlays.</param>
/// <param name="OwnEntries">Entries that the document writes itself, as <c>rules/key</c>.</param>
internal sealed record ResolvedContent(
    PolicyDocument Document, PolicyCompiler Compiled, string CanonicalJson, Lazy<IReadOnlyList<PolicyTest>> Tests, IReadOnlyList<PolicyTest> OverlaidTests,
    IReadOnlySet<string> OwnEntries, IReadOnlyList<PolicyIssue> Warnings)
{
    public bool AsksLists { get; } = Compiled.AsksLists;
}
