using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>How one example of a policy went, on which facts. <see cref="Failures"/> is empty when it held.</summary>
public sealed record PolicyTestResult(string Policy, string Test, IReadOnlyList<string> Failures, PolicyEvaluation Evaluation, JsonObject Facts)
{
    public bool Passed => Failures.Count == 0;

    public override string ToString() => $"{Policy}: {Test}: " + (Passed ? "holds" : string.Join("; ", Failures));
}

/// <summary>Runs the examples that a policy brings along.</summary>
public static class PolicyTestRunner
{
    /// <summary>The instant of examples that state none.</summary>
    private const string DefaultNow = "2026-11-20T00:00:00Z";

    public static IReadOnlyList<PolicyTestResult> Run(ResolvedPolicy policy, IDomainFunctions? functions = null) => Run(policy, policy.OverlaidTests, policy.Tests, functions);

    /// <summary>The examples of the pack's document that the policy overlays, for an overlay that says nothing of its own.</summary>
    public static IReadOnlyList<PolicyTestResult> RunOverlaid(ResolvedPolicy policy, IDomainFunctions? functions = null) => Run(policy, [], policy.OverlaidTests, functions);

    private static List<PolicyTestResult> Run(ResolvedPolicy policy, IReadOnlyList<PolicyTest> before, IReadOnlyList<PolicyTest> tests, IDomainFunctions? functions)
    {
        var facts = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var results = new List<PolicyTestResult>();
        foreach (var test in before) Facts(test, facts);
        foreach (var test in tests)
        {
            Facts(test, facts);
            results.Add(Run(policy, test, (JsonObject)facts[test.Name].DeepClone(), functions ?? new PlainDomainFunctions()));
        }

        return results;
    }

    private static void Facts(PolicyTest test, Dictionary<string, JsonObject> facts) =>
        facts[test.Name] = test.Like is null ? (JsonObject?)test.Facts?.DeepClone() ?? [] : MergePatch.Apply((JsonObject)facts[test.Like].DeepClone(), test.Facts);

    private static PolicyTestResult Run(ResolvedPolicy policy, PolicyTest test, JsonObject facts, IDomainFunctions functions)
    {
        var options = new EvaluationOptions(test.Live, test.Attested, Trace: true, functions, new ProviderSet(test.Unavailable), test.RetryScheduled);
        Complete(policy.Scope, facts);
        if (test.AssumeVerificationsPassed) AssumePassed(facts, policy.Plan(Read(facts), options));
        var evaluation = policy.Evaluate(Read(facts), options);
        return new PolicyTestResult(policy.Key, test.Name, [.. Failures(test.Expect, evaluation)], evaluation, facts);
    }

    private static FactDocument Read(JsonObject facts) => FactDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(facts));

    /// <summary>What comes with every submission without the author's doing: the scope, the time, the numbers of people.</summary>
    private static void Complete(PolicyScope scope, JsonObject facts)
    {
        facts.TryAdd("now", DefaultNow);
        if (scope.Country is { } country) facts.TryAdd("country", country);
        if (scope.SenderType is { } sender) facts.TryAdd("sender_type", sender);
        facts.TryAdd("applicant", scope.Applicant ?? (facts.ContainsKey("individual") ? "individual" : "business"));
        if (facts["business"]?["people"] is not JsonArray people) return;
        for (var i = 0; i < people.Count; i++) (people[i] as JsonObject)?.TryAdd("id", $"person_{i + 1}");
    }

    private static void AssumePassed(JsonObject facts, VerificationPlan plan)
    {
        var now = facts["now"]?.GetValue<string>() ?? DefaultNow;
        if (facts["verifications"] is not JsonObject verifications) facts["verifications"] = verifications = [];
        foreach (var planned in plan.Verifications)
        {
            if (verifications[planned.Type] is not JsonArray answers) verifications[planned.Type] = answers = [];
            if (Open(planned, answers) is not { } checks) continue;
            answers.Add(new JsonObject
            {
                ["subject"] = planned.Subject,
                ["status"] = "passed",
                ["checks"] = new JsonObject(checks.Select(c => KeyValuePair.Create(c, (JsonNode?)"passed"))),
                ["completed_at"] = now,
                ["provider"] = "example",
                ["sample"] = false,
                ["threshold"] = planned.Threshold,
                ["lists"] = new JsonArray([.. planned.Lists.Select(l => new JsonObject { ["key"] = l, ["published_at"] = now, ["complete"] = true, ["sample"] = false })]),
            });
        }
    }

    /// <summary>The checks of which the example says nothing itself; null when it says all there is to say.</summary>
    private static IReadOnlyList<string>? Open(PlannedVerification planned, JsonArray answers)
    {
        var own = answers.OfType<JsonObject>().Where(a => a["subject"]?.GetValue<string>() == planned.Subject).ToList();
        if (own.Count == 0) return planned.Checks;
        var open = planned.Checks.Where(c => !own.Exists(a => a["checks"]?[c] is not null)).ToList();
        return open.Count == 0 ? null : open;
    }

    private static IEnumerable<string> Failures(PolicyTestExpectation expect, PolicyEvaluation evaluation)
    {
        if (evaluation.Outcome != expect.Outcome)
            yield return $"expected {SnakeCase.Write(expect.Outcome)}, got {SnakeCase.Write(evaluation.Outcome)} because of {Why(evaluation)}";
        foreach (var reason in expect.Reasons.Where(r => evaluation.Reasons.All(given => given.Key != r)))
            yield return $"reason {reason} is not among {string.Join(", ", evaluation.Reasons.Select(r => r.Key))}";
        foreach (var (key, outcome) in expect.Requirements)
        {
            var result = evaluation.Requirements.FirstOrDefault(r => r.Key == key);
            if (result is null) yield return $"there is no requirement {key}";
            else if (result.Outcome != outcome) yield return $"{key}: expected {SnakeCase.Write(outcome)}, got {SnakeCase.Write(result.Outcome)} ({result.Reason?.Key})";
        }

        if (expect.Points is { } points && points != evaluation.Risk.Points)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"expected {points} points, got {evaluation.Risk.Points}");
    }

    private static string Why(PolicyEvaluation evaluation) => evaluation.Contributions.Count == 0
        ? "nothing"
        : string.Join(", ", evaluation.Contributions.Select(c => $"{c.Key} ({c.Reason}, {SnakeCase.Write(c.Outcome)}{Details(evaluation, c.Key)})"));

    private static string Details(PolicyEvaluation evaluation, string key) =>
        evaluation.Requirements.FirstOrDefault(r => r.Key == key) is { Invalid.Count: > 0 } result ? ": " + string.Join(", ", result.Invalid.Select(i => $"{i.Path} {i.Code}")) : "";
}
