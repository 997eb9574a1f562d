using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>Reads the examples of a policy.</summary>
internal static class TestReader
{
    /// <summary>Every one is evaluated whole, and each may begin from the one before.</summary>
    private const int MostTests = 500;

    /// <param name="hasBases">An example may start from one of a base or of what the document overlays; whether that has it is known when the policy is resolved.</param>
    public static IReadOnlyList<PolicyTest> Read(ObjectReader r, bool hasBases)
    {
        var tests = new List<PolicyTest>();
        foreach (var t in r.Objects("tests", most: MostTests))
        {
            var test = Test(t);
            if (tests.Exists(earlier => earlier.Name == test.Name)) t.Refuse("name", "duplicate_entry", "Two tests have this name.");
            if (!hasBases && test.Like is { } like && !tests.Exists(earlier => earlier.Name == like))
                t.Refuse("like", "unknown_test", $"No earlier test is called '{like}'.", NearestName.Of(like, tests.Select(e => e.Name)));
            tests.Add(test);
        }

        return tests;
    }

    private static PolicyTest Test(ObjectReader t)
    {
        var facts = t.Node("facts");
        if (facts is not null and not JsonObject) t.Refuse("facts", "wrong_type", "Must be an object.");
        var test = new PolicyTest(
            t.Text("name", required: true) ?? "", t.Text("like"), facts as JsonObject,
            t.OneOf("verifications", ["passed", "none"]) != "none", t.Texts("unavailable"),
            t.Bool("live") ?? false, t.Bool("attested") ?? true, t.Bool("retry_scheduled") ?? false, Expectation(t.Object("expect", required: true)));
        t.Close();
        return test;
    }

    private static PolicyTestExpectation Expectation(ObjectReader? e)
    {
        if (e is null) return new PolicyTestExpectation(Outcome.Review, [], new Dictionary<string, RequirementOutcome>(), null);
        var outcomes = new Dictionary<string, RequirementOutcome>(StringComparer.Ordinal);
        if (e.Object("requirements") is { } entries)
        {
            foreach (var (name, _) in entries.Members())
            {
                if (entries.Choice<RequirementOutcome>(name) is { } outcome) outcomes[name] = outcome;
            }
        }

        var expectation = new PolicyTestExpectation(e.Choice<Outcome>("outcome", required: true) ?? Outcome.Review, e.Texts("reasons"), outcomes, e.Whole("points", int.MinValue));
        e.Close();
        return expectation;
    }
}
