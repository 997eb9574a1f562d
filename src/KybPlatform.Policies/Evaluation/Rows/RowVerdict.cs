namespace KybPlatform.Policies;

/// <summary>
/// What rules, tables and risk say to one row. One bit for each condition: the rules in the order of the policy, then the risk factors.
/// Belongs to its row; the next evaluation writes over it.
/// </summary>
public sealed class RowVerdict
{
    private const int BitsOfWord = 64;
    private readonly ulong[] _matched;
    private readonly ulong[] _unknown;
    private readonly ulong[] _failed;
    private readonly TableDecision?[] _tables;
    private readonly int _conditions;

    internal RowVerdict(int tables, int conditions)
    {
        var words = (conditions + BitsOfWord - 1) / BitsOfWord;
        (_matched, _unknown, _failed, _tables, _conditions) = (new ulong[words], new ulong[words], new ulong[words], new TableDecision?[tables], conditions);
    }

    /// <summary>What follows, as of a submission that meets all requirements.</summary>
    public Outcome Outcome { get; internal set; }

    /// <summary>A person must look once the applicant has given what is asked for now.</summary>
    public bool ReviewAfterwards { get; internal set; }

    /// <summary>The points of risk factors and tables that matched.</summary>
    public int Points { get; internal set; }

    /// <summary>The rules and risk factors that matched, 64 a word, lowest bit first.</summary>
    public ReadOnlySpan<ulong> Matched => _matched;

    /// <summary>Those that hang on a fact that is not known.</summary>
    public ReadOnlySpan<ulong> Unknown => _unknown;

    /// <summary>Those that ended in an error.</summary>
    public ReadOnlySpan<ulong> Failed => _failed;

    /// <summary>How a condition ended. Throws <see cref="ArgumentOutOfRangeException"/> for one that is not there.</summary>
    public RuleOutcome this[int condition]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(condition);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(condition, _conditions);
            var (word, bit) = (condition / BitsOfWord, 1UL << condition % BitsOfWord);
            return (_matched[word] & bit) != 0 ? RuleOutcome.Matched
                : (_unknown[word] & bit) != 0 ? RuleOutcome.Unknown
                : (_failed[word] & bit) != 0 ? RuleOutcome.Error : RuleOutcome.NotMatched;
        }
    }

    /// <summary>What a table said, without the paths that an unknown hangs on. Throws <see cref="InvalidOperationException"/> before the first evaluation.</summary>
    public TableResult Table(int index) => (_tables[index] ?? throw new InvalidOperationException("Nothing was evaluated yet.")).Result;

    /// <summary>The first row of a table that applied, counted from 1; 0 when none did or it could not be decided.</summary>
    public int FirstRow(int table) => _tables[table]?.FirstRow ?? 0;

    internal void Clear()
    {
        for (var i = 0; i < _matched.Length; i++) (_matched[i], _unknown[i], _failed[i]) = (0, 0, 0);
    }

    internal void Note(int condition, int truth)
    {
        var words = truth == RowTruth.True ? _matched : truth == RowTruth.Unknown ? _unknown : _failed;
        words[condition / BitsOfWord] |= 1UL << condition % BitsOfWord;
    }

    /// <summary>Of sixty-four conditions at once.</summary>
    internal void Note(int word, ulong matched, ulong unknown, ulong failed) => (_matched[word], _unknown[word], _failed[word]) = (matched, unknown, failed);

    internal TableDecision Decision(int table) => _tables[table]!;

    internal void Note(int table, TableDecision decision) => _tables[table] = decision;
}
