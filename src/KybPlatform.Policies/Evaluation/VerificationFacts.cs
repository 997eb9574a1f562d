using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>How a check stands. Doubtful: something about the answer itself is not known.</summary>
internal enum CheckState
{
    Passed,
    NotRun,
    Pending,
    Stale,
    Inconclusive,
    Doubtful,
    Failed,
}

/// <summary>One stored answer, as the facts have it. Every part that is not given is null, and never counts in the applicant's favour.</summary>
internal sealed class VerificationFact
{
    private readonly (string Name, CheckState State)[] _checks;

    public VerificationFact(FactObject source)
    {
        Source = source;
        Subject = source.Text("subject");
        Status = Read(source.Find("status"));
        var checks = source.Object("checks");
        _checks = checks is null ? [] : [.. checks.Fields.Select(name => (name, Read(checks.Find(name))))];
        CompletedAt = source.Seconds("completed_at");
        Provider = source.Text("provider");
        Threshold = source.Find("threshold") switch { CelDouble real => real.Value, CelInt whole => whole.Value, _ => null };
        Sample = source.Bool("sample");
        ReasonCode = source.Text("reason_code");
        Explained = Array.Exists(_checks, c => c.State != CheckState.Passed);
        var lists = source.List("lists");
        Lists = lists is null ? [] : [.. lists.OfType<FactObject>().Select(l => new VerificationList(l))];
    }

    public FactObject Source { get; }
    public string? Subject { get; }
    public CheckState Status { get; }
    public VerificationList[] Lists { get; }
    public long? CompletedAt { get; }
    public string? Provider { get; }
    public bool? Sample { get; }

    /// <summary>From which score on it took a listed party for a match.</summary>
    public double? Threshold { get; }
    public string? ReasonCode { get; }

    /// <summary>Whether one of its named checks says why it did not pass. Where none does, all that it was asked is in doubt.</summary>
    public bool Explained { get; }

    /// <summary>Pending answers are newer than all completed ones.</summary>
    public long Age => CompletedAt ?? long.MaxValue;

    /// <summary>Null when this answer does not name the check.</summary>
    public CheckState? StateOf(string check)
    {
        foreach (var (name, state) in _checks)
        {
            if (name == check) return state;
        }

        return null;
    }

    public VerificationList? ListOf(string key)
    {
        foreach (var list in Lists)
        {
            if (list.Key == key) return list;
        }

        return null;
    }

    private static CheckState Read(CelValue? value) => (value as CelString)?.Value switch
    {
        // not_applicable: the scheme has no such thing, for example no check digit.
        "passed" or "not_applicable" => CheckState.Passed,
        "failed" => CheckState.Failed,
        "inconclusive" => CheckState.Inconclusive,
        "pending" or "running" => CheckState.Pending,
        _ => CheckState.Doubtful,
    };
}

/// <summary>A list that an answer rests on. What is not given is null.</summary>
internal sealed class VerificationList(FactObject source)
{
    public string? Key { get; } = source.Text("key");
    public bool? Complete { get; } = source.Bool("complete");
    public bool? Sample { get; } = source.Bool("sample");

    /// <summary>As of when it is known to be the newest issue: when it was published, or when its publisher was last seen to offer it.</summary>
    public long? AsOf { get; } = Later(source.Seconds("published_at"), source.Seconds("checked_at"));

    private static long? Later(long? a, long? b) => a is null || b > a ? b : a;
}

/// <summary>The stored answers by type and subject.</summary>
internal sealed class VerificationIndex
{
    private static readonly VerificationFact[] None = [];
    private readonly Dictionary<string, VerificationFact[]> _byType = new(StringComparer.Ordinal);

    public VerificationIndex(FactObject? verifications)
    {
        if (verifications is null) return;
        foreach (var type in verifications.Fields)
        {
            if (verifications.Find(type) is CelList list) _byType[type] = [.. list.OfType<FactObject>().Select(o => new VerificationFact(o))];
        }
    }

    public ReadOnlySpan<VerificationFact> Of(string type) => _byType.GetValueOrDefault(type) ?? None;
}
