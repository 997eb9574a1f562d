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
    public VerificationFact(FactObject source)
    {
        Source = source;
        Subject = source.Text("subject");
        Status = Read(source.Find("status"));
        Checks = source.Object("checks");
        CompletedAt = source.Seconds("completed_at");
        Provider = source.Text("provider");
        Sample = source.Bool("sample");
        ReasonCode = source.Text("reason_code");
        Explained = Checks is not null && Checks.Fields.Any(c => Read(Checks.Find(c)) is not CheckState.Passed);
    }

    public FactObject Source { get; }
    public string? Subject { get; }
    public CheckState Status { get; }
    public FactObject? Checks { get; }
    public long? CompletedAt { get; }
    public string? Provider { get; }
    public bool? Sample { get; }
    public string? ReasonCode { get; }

    /// <summary>Whether one of its named checks says why it did not pass. Where none does, all that it was asked is in doubt.</summary>
    public bool Explained { get; }

    /// <summary>Pending answers are newer than all completed ones.</summary>
    public long Age => CompletedAt ?? long.MaxValue;

    /// <summary>Null when this answer does not name the check.</summary>
    public CheckState? StateOf(string check) => Checks?.Find(check) is { } value ? Read(value) : null;

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
