using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Resolution;

/// <summary>
/// Makes the contents of shipped policies, each when it is first used. One at a time: they share their merged bases and compiled expressions.
/// </summary>
/// <param name="whole">The documents with their examples.</param>
internal sealed class PackContents(PackIndex index, PackDocuments whole)
{
    private readonly Lock _one = new();
    private readonly ExpressionCache _expressions = new();
    private readonly PackDocuments _documents = new(index, examples: false);

    public IEnumerable<ResolvedPolicy> Policies => index.Entries.Values.Where(e => e.Head is not null).Select(e => ResolvedPolicy.Later(e.Head!, () => Make(e, e.Head!)));

    private ResolvedContent Make(PackEntry entry, PolicyHead head)
    {
        lock (_one)
        {
            var issues = new List<PolicyIssue>();
            var content = ResolvedPolicy.Resolve(_documents.Read(entry), _documents, issues, _expressions, null)
                ?? throw new FormatException($"The policy packs are broken: {entry.Key}:\n" + string.Join('\n', issues.Where(i => !i.IsWarning)));
            // What was listed and found by this hash must be what is evaluated.
            if (CanonicalJson.Hash(content.CanonicalJson) != head.Hash) throw PackFiles.Stale(entry.Key);
            return content with { Tests = new Lazy<IReadOnlyList<PolicyTest>>(() => BaseExamples.Of(whole.Read(entry), whole, [])) };
        }
    }
}
