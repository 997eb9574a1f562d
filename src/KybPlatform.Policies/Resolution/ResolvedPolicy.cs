using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>
/// A policy with its bases merged in, checked and compiled: what is evaluated, and what a receipt names by <see cref="Hash"/>. Immutable; safe for all threads.
/// A shipped policy is read and compiled when something of its content is first asked for; what it is found, listed and told apart by is there before.
/// </summary>
public sealed class ResolvedPolicy
{
    private readonly Lazy<ResolvedContent> _content;

    private ResolvedPolicy(PolicyHead head, Lazy<ResolvedContent> content) => (Head, _content) = (head, content);

    private ResolvedPolicy(ResolvedContent content) : this(PolicyHead.Of(content), new Lazy<ResolvedContent>(content))
    {
    }

    public string Key => Head.Key;
    public int Version => Head.Version;
    public string Title => Head.Title;
    public PolicyScope Scope => Head.Scope;
    public bool NotOffered => Head.NotOffered;

    /// <summary>The weakest of the document and all it asks.</summary>
    public Certainty Certainty => Head.Certainty;

    /// <summary><c>sha256:…</c> over <see cref="CanonicalJson"/>.</summary>
    public string Hash => Head.Hash;

    /// <summary>The same over the content without its version's number: equal wherever the same is asked.</summary>
    public string ContentHash => field ??= Resolution.CanonicalJson.HashWithoutVersion(CanonicalJson);

    /// <summary>The resolved content in canonical form (RFC 8785). Its own tests and the names of its bases are not part of it.</summary>
    public string CanonicalJson => _content.Value.CanonicalJson;

    public IReadOnlyList<Requirement> Requirements => Document.Requirements;
    public IReadOnlyList<PolicyRule> Rules => Document.Rules;
    public IReadOnlyList<RiskFactor> Risk => Document.Risk;
    public IReadOnlyList<DecisionTable> Tables => Document.Tables;
    public RegistrationTerms Registration => Document.Registration;
    public ReviewTerms Review => Document.Review;

    /// <summary>The examples of the document itself; empty for a policy read back from its canonical form.</summary>
    public IReadOnlyList<PolicyTest> Tests => _content.Value.Tests.Value;

    /// <summary>The examples of the pack's document that this one overlays: its own may begin from them.</summary>
    public IReadOnlyList<PolicyTest> OverlaidTests => _content.Value.OverlaidTests;

    /// <summary>What was noticed that is no error, such as gaps in tables.</summary>
    public IReadOnlyList<PolicyIssue> Warnings => _content.Value.Warnings;

    /// <summary>The fact paths that applicants are asked for, by requirement key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CollectedPaths =>
        Compiled.Requirements.ToDictionary(r => r.Source.Key, r => (IReadOnlyList<string>)[.. r.CollectedPaths], StringComparer.Ordinal);

    /// <summary>Entries that the document writes itself, as <c>rules/key</c>, and does not take from a base. Empty for a policy read back from its canonical form.</summary>
    internal IReadOnlySet<string> OwnEntries => _content.Value.OwnEntries;

    /// <summary>True when some expression looks something up in a list, so that evaluation needs answers from outside.</summary>
    public bool AsksLists => _content.Value.AsksLists;

    internal PolicyHead Head { get; }
    internal IReadOnlyList<ProviderNeed> Needs => Head.Needs;
    internal PolicyDocument Document => _content.Value.Document;
    internal PolicyCompiler Compiled => _content.Value.Compiled;

    /// <summary>One whose content is made when something of it is first asked for; whoever makes it answers for its being that of the head.</summary>
    internal static ResolvedPolicy Later(PolicyHead head, Func<ResolvedContent> content) => new(head, new Lazy<ResolvedContent>(content));

    /// <summary>For replay of a stored receipt. Throws <see cref="FormatException"/> when the text is no resolved policy that this build can evaluate.</summary>
    public static ResolvedPolicy FromCanonicalJson(string json)
    {
        var load = PolicyLoader.FromJson(Encoding.UTF8.GetBytes(json));
        var issues = load.Issues.ToList();
        return Of(load.Document is null ? null : Compile(load.Document, [], [], issues, new ExpressionCache(), Resolution.CanonicalJson.Write(load.Document.Json), []))
            ?? throw new FormatException("Not a resolved policy: " + string.Join("; ", issues.Where(i => !i.IsWarning)));
    }

    /// <summary>Merges the bases in, checks and compiles. Null when something is wrong; <paramref name="issues"/> then says what, pointers being into the merged document.</summary>
    public static ResolvedPolicy? From(PolicyDocument document, IReadOnlyDictionary<string, PolicyDocument> bases, List<PolicyIssue> issues) =>
        From(document, bases, issues, new ExpressionCache());

    internal static ResolvedPolicy? From(
        PolicyDocument document, IReadOnlyDictionary<string, PolicyDocument> bases, List<PolicyIssue> issues, ExpressionCache expressions, IReadOnlyDictionary<string, PolicyDocument>? pack = null) =>
        Of(Resolve(document, bases, issues, expressions, pack));

    /// <summary>The content alone.</summary>
    internal static ResolvedContent? Resolve(
        PolicyDocument document, IReadOnlyDictionary<string, PolicyDocument> bases, List<PolicyIssue> issues, ExpressionCache expressions, IReadOnlyDictionary<string, PolicyDocument>? pack)
    {
        var merged = new PolicyMerge(bases, issues, expressions.Bases, pack).Resolve(document);
        if (merged is null || issues.Exists(i => !i.IsWarning)) return null;
        var canonical = Resolution.CanonicalJson.Write(merged);
        var read = PolicyLoader.FromNode((JsonObject)JsonNode.Parse(canonical)!);
        issues.AddRange(read.Issues);
        if (read.Document is null) return null;
        if (document.Overlays is not { } below) return Compile(read.Document, BaseExamples.Of(document, bases, issues), EntriesOf(document), issues, expressions, canonical, []);
        var overlaid = pack!.GetValueOrDefault(below) is { } under ? BaseExamples.Of(under, bases, []) : [];
        foreach (var (test, i) in document.Tests.Select((t, i) => (t, i)).Where(t => t.t.Like is not null))
        {
            var known = overlaid.Concat(document.Tests.Take(i)).Select(t => t.Name).ToList();
            if (!known.Contains(test.Like!)) issues.Add(new PolicyIssue($"/tests/{i}/like", "unknown_test", $"No earlier test is called '{test.Like}'.", null, NearestName.Of(test.Like!, known)));
        }

        return Compile(read.Document, document.Tests, EntriesOf(document), issues, expressions, canonical, overlaid);
    }

    private static ResolvedPolicy? Of(ResolvedContent? content) => content is null ? null : new ResolvedPolicy(content);

    private static ResolvedContent? Compile(
        PolicyDocument document, IReadOnlyList<PolicyTest> tests, HashSet<string> own, List<PolicyIssue> issues, ExpressionCache expressions, string canonical, IReadOnlyList<PolicyTest> overlaid)
    {
        var compiler = new PolicyCompiler(document, issues, expressions);
        compiler.Compile();
        if (issues.Exists(i => !i.IsWarning)) return null;
        return new ResolvedContent(document, compiler, canonical, new Lazy<IReadOnlyList<PolicyTest>>(tests), overlaid, own, [.. issues]);
    }

    private static HashSet<string> EntriesOf(PolicyDocument written) =>
    [
        .. written.Requirements.Select(r => $"requirements/{r.Key}"), .. written.Rules.Select(r => $"rules/{r.Key}"), .. written.Risk.Select(r => $"risk/{r.Key}"),
    ];

    /// <summary>Which verifications must be run, each type and subject once, whoever can answer them. Empty when all are settled. Judged as in a live tenant: no sample settles anything.</summary>
    public VerificationPlan Plan(FactDocument facts) => Plan(facts, EverythingAvailable);

    /// <summary>The same where the tenant has a threshold for what does not name one.</summary>
    /// <param name="usualThreshold">As <see cref="EvaluationOptions.UsualThreshold"/>.</param>
    public VerificationPlan Plan(FactDocument facts, double usualThreshold) => Plan(facts, EverythingAvailable with { UsualThreshold = usualThreshold });

    /// <summary>The same for a platform that has these providers only: what nobody there can answer is not planned.</summary>
    public VerificationPlan Plan(FactDocument facts, EvaluationOptions options)
    {
        var context = new EvaluationContext(facts, options with { Trace = false });
        var plan = new PlanBuilder();
        foreach (var requirement in Compiled.Requirements)
        {
            if (requirement.When is { } when && when.Evaluate(context).Truth != Truth.True) continue;
            plan.Requirement = requirement.Source.Key;
            requirement.Plan(plan, context);
        }

        return plan.Build();
    }

    /// <summary>A pure function of facts, policy and options. Never throws for any facts.</summary>
    public PolicyEvaluation Evaluate(FactDocument facts, EvaluationOptions options) => Evaluator.Evaluate(this, facts, options);

    private static EvaluationOptions EverythingAvailable { get; } = new(Live: true, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);
}
