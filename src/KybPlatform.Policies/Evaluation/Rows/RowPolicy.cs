using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>
/// The rules, tables and risk of a policy over typed facts, for hosts that decide often and have their facts in memory: no JSON, no trace, nothing
/// allocated. Says what <see cref="ResolvedPolicy.Evaluate"/> says of a submission that meets all requirements; what is not known stays
/// unknown, and unknown never approves. Immutable; safe for all threads, each with rows of its own.
/// </summary>
public sealed class RowPolicy
{
    private readonly ResolvedPolicy _policy;
    private readonly RowConclusion _conclusion;
    private readonly RowLayout _layout;
    private readonly RowTable[] _tables;
    private readonly CelProgram[] _conditions;
    private readonly Action<FactRow, FactCell[], RowVerdict> _code;

    private RowPolicy(ResolvedPolicy policy, EvaluationOptions options)
    {
        _policy = policy;
        _conclusion = new RowConclusion(policy, options);
        var compiled = policy.Compiled;
        _conditions = [.. compiled.Rules.Select(r => r.When.Program), .. compiled.Risk.Select(r => r.When.Program)];
        _layout = new RowLayout(_conditions.Concat(compiled.Tables.SelectMany(t => t.Inputs)), options);
        var code = new RowCode(_layout);
        _code = code.Compile(_conditions);
        Computed = code.Computed;
        _tables = Array.ConvertAll(compiled.Tables, t => new RowTable(t, _layout));
        _layout.Freeze();
        foreach (var table in _tables) table.Freeze();
    }

    /// <summary>The facts that are read, ordered by path.</summary>
    public IReadOnlyList<FactSlot> Slots => _layout.Slots;

    /// <summary>Positions of the conditions that are evaluated as written, because they do more than compare single facts. They allocate.</summary>
    public IReadOnlyList<int> Computed { get; }

    /// <summary>Compiles; takes about as long as a thousand evaluations.</summary>
    public static RowPolicy Of(ResolvedPolicy policy, EvaluationOptions options) => new(policy, options);

    /// <summary>Throws <see cref="ArgumentException"/> for a path that the policy does not read.</summary>
    public FactSlot Slot(string path) => _layout.Find(path) ?? throw new ArgumentException($"'{_policy.Key}' does not read '{path}' in rules, tables or risk.", nameof(path));

    /// <summary>A row in which nothing is known.</summary>
    public FactRow NewRow() => new(_layout, _tables.Length, _conditions.Length);

    /// <summary>Evaluates the row, and gives its <see cref="FactRow.Verdict"/>. Throws <see cref="ArgumentException"/> for a row of another policy.</summary>
    public RowVerdict Evaluate(FactRow row)
    {
        Own(row);
        var verdict = row.Verdict;
        verdict.Clear();
        if (row.IsIrregular) AsWritten(row, verdict);
        else if (_conditions.Length > 0) _code(row, row.Cells, verdict);
        return Concluded(row, verdict);
    }

    /// <summary>
    /// Compiles the policy for a host's own objects; what it does not read is left alone. Throws <see cref="ArgumentException"/> for a path that
    /// is no fact's, and for one whose slot does not take what it is bound to.
    /// </summary>
    public BoundPolicy<T> Bind<T>(RowBinding<T> binding)
    {
        foreach (var (path, read) in binding.Reads)
        {
            if (_layout.Find(path) is not { } slot)
            {
                if (Vocabulary.Shipped.Find(path) is null) throw new ArgumentException($"'{path}' is no fact.", nameof(binding));
                continue;
            }

            if (!BoundValue.KindsOf(read.ReturnType).Contains(slot.Kind)) throw new ArgumentException($"'{path}' takes {slot.Kind}, not {read.ReturnType.Name}.", nameof(binding));
        }

        var data = new BoundData(_layout.Symbols, _tables, [.. _tables.SelectMany(t => t.Offsets)]);
        return new BoundPolicy<T>(this, BoundCode.Compile(_layout, _conditions, _tables, binding), data, BoundCode.Fill(_layout, binding));
    }

    /// <summary>The same by the expressions themselves: what the compiled form is measured against.</summary>
    internal RowVerdict EvaluateAsWritten(FactRow row)
    {
        var verdict = row.Verdict;
        verdict.Clear();
        AsWritten(row, verdict);
        return Concluded(row, verdict);
    }

    internal void Own(FactRow row)
    {
        if (!ReferenceEquals(row.Layout, _layout)) throw new ArgumentException("The row is of another policy.", nameof(row));
    }

    internal RowVerdict Conclude(RowVerdict verdict)
    {
        _conclusion.Conclude(_tables, verdict);
        return verdict;
    }

    private RowVerdict Concluded(FactRow row, RowVerdict verdict)
    {
        for (var i = 0; i < _tables.Length; i++) verdict.Note(i, _tables[i].Decide(row));
        return Conclude(verdict);
    }

    private void AsWritten(FactRow row, RowVerdict verdict)
    {
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (RowTruth.Of(_conditions[i].Evaluate(row.Facts)) is var truth and not RowTruth.False) verdict.Note(i, truth);
        }
    }
}
