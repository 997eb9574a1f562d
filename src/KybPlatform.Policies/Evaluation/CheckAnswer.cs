namespace KybPlatform.Policies;

/// <summary>How one check of one subject stands, the answer that decides it (null when there is none), and why.</summary>
internal readonly record struct CheckAnswer(CheckState State, VerificationFact? By, string? Code)
{
    /// <summary>Which answer decides: the newest that names the check, unless something newer or nameless puts it in doubt.</summary>
    public static CheckAnswer Of(ReadOnlySpan<VerificationFact> facts, string subject, string? check)
    {
        VerificationFact? decides = null;
        foreach (var fact in facts)
        {
            if (fact.Subject is null) return new CheckAnswer(CheckState.Doubtful, fact, "verification_inconclusive");
            if (fact.Subject != subject || (check is not null && fact.StateOf(check) is null)) continue;
            if (decides is null || Newer(fact, decides, check)) decides = fact;
        }

        var answer = decides is null ? new CheckAnswer(CheckState.NotRun, null, "verification_missing") : Read(decides, check);
        return check is null ? answer : Doubted(answer, facts, subject, check);
    }

    /// <summary>Of two answers of the same moment the worse one counts.</summary>
    private static bool Newer(VerificationFact fact, VerificationFact than, string? check) =>
        fact.Age > than.Age || (fact.Age == than.Age && Read(fact, check).State > Read(than, check).State);

    private static CheckAnswer Read(VerificationFact fact, string? check)
    {
        var state = check is null ? fact.Status : fact.StateOf(check)!.Value;
        // A pass inside an answer that is not finished, or that is bad and does not say why, is no pass.
        if (state == CheckState.Passed && fact.Status != CheckState.Passed && !(fact.Explained && fact.Status is CheckState.Failed or CheckState.Inconclusive)) state = fact.Status;
        return new CheckAnswer(state, fact, state switch
        {
            CheckState.Passed => null,
            CheckState.Pending => "verification_pending",
            CheckState.Failed => VerificationReasons.Of(fact, check),
            _ => "verification_inconclusive",
        });
    }

    /// <summary>Answers for the subject that do not name the check: a running one of the same provider makes it pending, a bad one that names no reason makes it bad.</summary>
    private static CheckAnswer Doubted(CheckAnswer answer, ReadOnlySpan<VerificationFact> facts, string subject, string check)
    {
        foreach (var fact in facts)
        {
            if (fact.Subject != subject || fact.StateOf(check) is not null || fact.Age < (answer.By?.Age ?? long.MinValue)) continue;
            var bad = fact.Status == CheckState.Passed ? CheckState.Passed
                : fact.Status != CheckState.Pending ? fact.Explained ? CheckState.Passed : fact.Status
                : answer.By is null || fact.Provider is null || fact.Provider == answer.By.Provider ? CheckState.Pending : CheckState.Passed;
            if (bad > answer.State) answer = Read(fact, null) with { State = bad };
        }

        return answer;
    }
}
