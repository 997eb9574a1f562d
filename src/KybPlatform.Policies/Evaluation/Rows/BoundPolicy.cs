namespace KybPlatform.Policies;

/// <summary>
/// A <see cref="RowPolicy"/> that reads its facts from a host's own objects: members, conditions and tables are one piece of code, and no slot is
/// filled. Says what the row would say that has the same facts. Immutable; safe for all threads, each with rows of its own.
/// </summary>
/// <typeparam name="T">The host's object.</typeparam>
public sealed class BoundPolicy<T>
{
    private readonly RowPolicy _rows;
    private readonly BoundData _data;
    private readonly BoundDelegate<T>? _code;
    private readonly Action<T, FactRow> _fill;

    internal BoundPolicy(RowPolicy rows, BoundDelegate<T>? code, BoundData data, Action<T, FactRow> fill) => (_rows, _code, _data, _fill) = (rows, code, data, fill);

    /// <summary>False where the policy does more than compare single facts: then rows are filled and evaluated.</summary>
    public bool IsCompiled => _code is not null;

    /// <summary>
    /// Evaluates the object, and gives the <see cref="FactRow.Verdict"/> of the row, whose slots it may overwrite.
    /// Throws <see cref="ArgumentException"/> for a row of another policy.
    /// </summary>
    public RowVerdict Evaluate(T host, FactRow row)
    {
        _rows.Own(row);
        if (_code is not null && _code(host, _data, row.Verdict)) return _rows.Conclude(row.Verdict);
        _fill(host, row);
        return _rows.Evaluate(row);
    }
}
