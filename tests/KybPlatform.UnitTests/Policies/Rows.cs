using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Compares what a row is told with what the document is told.</summary>
internal static class Rows
{
    public static void Compare(ResolvedPolicy policy, RowPolicy rows, FactDocument facts, EvaluationOptions options)
    {
        var row = rows.NewRow();
        row.Read(facts);
        Compare(policy, rows.Evaluate(row), facts, options);
        Compare(policy, rows.EvaluateAsWritten(row), facts, options);
    }

    public static void Compare(ResolvedPolicy policy, RowVerdict verdict, FactDocument facts, EvaluationOptions options)
    {
        var evaluation = policy.Evaluate(facts, options);
        var conditions = evaluation.Rules.Select(r => r.Outcome).Concat(evaluation.Risk.Factors.Select(f => f.Outcome)).ToList();
        for (var i = 0; i < conditions.Count; i++) verdict[i].Should().Be(conditions[i], "it is condition {0} of {1}", i, policy.Key);
        for (var i = 0; i < evaluation.Tables.Count; i++)
        {
            verdict.Table(i).Outcome.Should().Be(evaluation.Tables[i].Outcome);
            verdict.Table(i).Rows.Should().Equal(evaluation.Tables[i].Rows);
        }

        verdict.Points.Should().Be(evaluation.Risk.Points);
        if (evaluation.Requirements.Any(r => r.Outcome is not (RequirementOutcome.Passed or RequirementOutcome.NotApplicable))) return;
        verdict.Outcome.Should().Be(evaluation.Outcome);
        verdict.ReviewAfterwards.Should().Be(evaluation.ReviewAfterwards);
    }

    /// <summary>A copy with one fact taken away (null) or replaced.</summary>
    public static JsonObject Change(JsonObject facts, string path, string? json)
    {
        var copy = (JsonObject)facts.DeepClone();
        var parts = path.Split('.');
        var at = copy;
        foreach (var part in parts[..^1])
        {
            if (at[part] is not JsonObject next) return copy;
            at = next;
        }

        if (json is null) at.Remove(parts[^1]);
        else at[parts[^1]] = JsonNode.Parse(json);
        return copy;
    }
}
