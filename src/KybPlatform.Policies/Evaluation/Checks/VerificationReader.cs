using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>What must be true of an answer for it to count: how old it and its lists may be, and which lists it must have searched.</summary>
internal sealed record VerificationTerms(string Type, string[] Checks, string[] Lists, int? MaxListAgeDays, int? MaxAgeDays, WhenUnavailable WhenUnavailable, double? Threshold = null)
{
    /// <summary>From which score on a listed party is a match; null where the type scores nobody, or nothing says it.</summary>
    public double? ThresholdBy(EvaluationOptions options) => Threshold ?? (Type is "sanctions_screening" or "watchlist_screening" ? options.UsualThreshold : null);
}

/// <summary>Turns stored answers about one subject into findings, and into what is still to be run.</summary>
internal static class VerificationReader
{
    private static readonly string?[] WholeOnly = [null];

    public static void Read(EvaluationContext context, VerificationTerms terms, string subject, string path, string? scheme, Findings findings)
    {
        var facts = context.Facts.Verifications.Of(terms.Type);
        foreach (var check in terms.Checks.Length == 0 ? WholeOnly : terms.Checks)
        {
            var answer = Judge(context, terms, CheckAnswer.Of(facts, subject, check));
            if (answer.By is { } by) findings.Evidence(by.Source);
            Report(context, terms, answer, check, path, scheme, findings);
        }
    }

    public static void Plan(PlanBuilder plan, EvaluationContext context, VerificationTerms terms, string subject, string? scheme)
    {
        var facts = context.Facts.Verifications.Of(terms.Type);
        var open = new List<string>();
        var any = false;
        foreach (var check in terms.Checks.Length == 0 ? WholeOnly : terms.Checks)
        {
            var state = Judge(context, terms, CheckAnswer.Of(facts, subject, check)).State;
            if (state is CheckState.Passed or CheckState.Failed or CheckState.Pending || !context.IsAvailable(terms.Type, check, scheme)) continue;
            any = true;
            if (check is not null) open.Add(check);
        }

        if (any) plan.Add(terms with { Threshold = terms.ThresholdBy(context.Options) }, subject, open);
    }

    /// <summary>A pass counts only on fresh, complete, real data.</summary>
    private static CheckAnswer Judge(EvaluationContext context, VerificationTerms terms, CheckAnswer answer)
    {
        if (answer is not { State: CheckState.Passed, By: { } fact }) return answer;
        if (context.Options.Live && fact.Sample != false) return answer with { State = CheckState.Inconclusive, Code = "verification_on_sample" };
        if (fact.CompletedAt is { } at && context.Facts.Now is { } now && Ages.IsAhead(at, now)) return answer with { State = CheckState.Doubtful, Code = "verification_inconclusive" };
        if (terms.MaxAgeDays is { } days && (fact.CompletedAt is null || context.Facts.Now is null)) return answer with { State = CheckState.Doubtful, Code = "verification_stale" };
        if (terms.MaxAgeDays is { } most && Ages.OlderThan(fact.CompletedAt!.Value, most, context.Facts.Now!.Value)) return answer with { State = CheckState.Stale, Code = "verification_stale" };
        if (IsWeaker(context, terms, fact)) return answer with { State = CheckState.Stale, Code = "verification_weaker" };
        foreach (var list in terms.Lists)
        {
            if (ListFault(context, terms, fact, list) is { } code) return answer with { State = CheckState.Inconclusive, Code = code };
        }

        return answer;
    }

    /// <summary>Whoever looked with a higher threshold overlooked those who lie between.</summary>
    private static bool IsWeaker(EvaluationContext context, VerificationTerms terms, VerificationFact fact) =>
        terms.ThresholdBy(context.Options) is { } asked && (fact.Threshold is { } used ? used > asked : context.Options is { UsualThreshold: not null, SilentThreshold: false });

    private static string? ListFault(EvaluationContext context, VerificationTerms terms, VerificationFact fact, string key)
    {
        if (fact.ListOf(key) is not { } list) return "list_missing";
        // A sample is neither complete nor fresh by its nature: a test tenant takes it as it is, a live one never.
        if (list.Sample == true) return context.Options.Live ? "verification_on_sample" : null;
        if (list.Complete != true) return "list_incomplete";
        if (terms.MaxListAgeDays is not { } days) return null;
        return list.AsOf is { } newest && context.Facts.Now is { } now && !Ages.OlderThan(newest, days, now) ? null : "list_stale";
    }

    private static void Report(EvaluationContext context, VerificationTerms terms, CheckAnswer answer, string? check, string path, string? scheme, Findings findings)
    {
        var expected = check ?? terms.Type;
        switch (answer.State)
        {
            case CheckState.Passed:
                findings.Pass(path);
                break;
            case CheckState.Failed:
                findings.Fail(path, answer.Code!, expected);
                break;
            case CheckState.Pending:
                findings.Pending(path, answer.Code!, expected);
                break;
            case CheckState.Doubtful:
                findings.Unknown(path, answer.Code!, null, expected);
                break;
            default:
                if (!context.IsAvailable(terms.Type, check, scheme)) Unavailable(terms, expected, path, findings);
                else if (answer.State == CheckState.Inconclusive) findings.Unknown(path, answer.Code!, null, expected);
                else findings.Pending(path, answer.Code!, expected);
                break;
        }
    }

    private static void Unavailable(VerificationTerms terms, string expected, string path, Findings findings)
    {
        if (terms.WhenUnavailable == WhenUnavailable.SkipWithNote) findings.Note("no_provider", $"{terms.Type}.{expected} of {path} was left out: nobody here can answer it.");
        else findings.Unavailable(path, expected);
    }
}
