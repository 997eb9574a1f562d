namespace KybPlatform.Policies.Documents;

/// <summary>Reads rules, risk factors and thresholds.</summary>
internal static class RuleReader
{
    public static PolicyRule? Rule(ObjectReader r, string key)
    {
        var sources = SourceReader.Read(r);
        var rule = new PolicyRule(
            key, r.Text("title"), r.Text("when", required: true) ?? "false",
            r.Choice("outcome", required: true, Outcome.Approve, Outcome.Pending) ?? Outcome.Review,
            ReasonOf(r) ?? "", r.Bool("retryable") ?? true, SourceReader.CertaintyOf(r, sources), sources);
        r.Close();
        return rule;
    }

    /// <summary>Far above any scale of points, and so far from overflow that no sum of them reaches it.</summary>
    private const int MostPoints = 100_000;

    public static RiskFactor? Risk(ObjectReader r, string key)
    {
        var factor = new RiskFactor(key, r.Text("title"), r.Text("when", required: true) ?? "false", r.Whole("points", -MostPoints, required: true, MostPoints) ?? 0, ReasonOf(r) ?? "");
        r.Close();
        return factor;
    }

    public static RiskThresholds Thresholds(ObjectReader? r)
    {
        if (r is null) return RiskThresholds.None;
        var thresholds = new RiskThresholds(r.Whole("review", int.MinValue), r.Whole("decline", int.MinValue));
        if (thresholds is { Review: { } review, Decline: { } decline } && decline < review)
            r.Refuse("decline", "thresholds_crossed", "Decline needs at least as many points as review.");
        r.Close();
        return thresholds;
    }

    /// <summary>A reason that is not in the catalogue is refused: nobody could be told what it means.</summary>
    public static string? ReasonOf(ObjectReader r, string name = "reason", bool required = true)
    {
        var reason = r.Text(name, required);
        if (reason is not null && !ReasonCodes.IsKnown(reason))
            r.Refuse(name, "unknown_reason", $"'{reason}' is not in the reason code catalogue.", NearestName.Of(reason, ReasonCodes.All.Select(c => c.Key)));
        return reason;
    }
}
