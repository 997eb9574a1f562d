using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>What the applicant is being asked for, and what is under way: an unknown that hangs on nothing else is settled by asking or waiting.</summary>
internal sealed class AskedFor(RequirementResult[] results)
{
    private List<string>? _asked;
    private List<string>? _pending;

    public bool Covers(string path)
    {
        _asked ??= [.. results.Where(r => r.Contribution == Outcome.RequestInformation).SelectMany(r => r.Invalid).Select(i => Written(i.Path)).Distinct(StringComparer.Ordinal)];
        var written = Written(path);
        return _asked.Exists(a => PathCheck.Covers(a, written));
    }

    /// <summary>What an unknown condition leads to: asking, waiting, or a person.</summary>
    public Outcome OutcomeOf(IReadOnlyList<string> unknown, EvaluationOptions options)
    {
        if (unknown.Count > 0 && unknown.All(Covers)) return Outcome.RequestInformation;
        if (unknown.Count > 0 && unknown.All(p => Covers(p) || IsPending(p))) return Outcome.Pending;
        return options.RetryScheduled ? Outcome.Pending : Outcome.Review;
    }

    private bool IsPending(string path)
    {
        _pending ??= [.. results.Where(r => r.Outcome == RequirementOutcome.Pending).SelectMany(r => r.Compiled.CollectedPaths).Where(p => p.StartsWith("verifications.", StringComparison.Ordinal))];
        return _pending.Exists(p => PathCheck.Covers(p, Written(path)));
    }

    /// <summary>As the vocabulary writes it: without the place in a list. Derived people are people.</summary>
    private static string Written(string path)
    {
        var text = path;
        for (var open = text.IndexOf('[', StringComparison.Ordinal); open >= 0; open = text.IndexOf('[', open + 1))
        {
            var close = text.IndexOf(']', open);
            if (close > open + 1) text = text.Remove(open + 1, close - open - 1);
        }

        if (text.StartsWith("owners", StringComparison.Ordinal)) return "business.people" + text["owners".Length..];
        return text.StartsWith("representatives", StringComparison.Ordinal) ? "business.people" + text["representatives".Length..] : text;
    }
}
