using KybPlatform.Policies.Expressions.Patterns;

namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>The state of one evaluation: facts, local variables, what is left of the budget. Reused by the thread that returned it.</summary>
internal sealed class CelFrame
{
    private const string NoMoreBudget = "Evaluating the expression costs more than is allowed.";

    [ThreadStatic]
    private static CelFrame? _spare;

    private CelValue?[] _locals = [];
    private int _localCount;
    private long _granted;
    private long _budget;
    private long _maxWeight;

    public ICelFacts Facts { get; private set; } = CelFacts.None;

    /// <summary>Where errors raised by the function that is running belong.</summary>
    public int Position { get; set; }

    public CelTracer? Tracer { get; set; }

    public int MaxPatternLength { get; private set; }

    /// <summary>The last pattern that was computed, since it is often the same for every element of a list.</summary>
    public Pattern? LastPattern { get; set; }

    public bool IsExhausted => _budget < 0;

    /// <summary>What has been charged so far.</summary>
    public long Spent => _granted - _budget;

    /// <param name="most">What may be spent, where that is less than the limits allow.</param>
    public static CelFrame Rent(ICelFacts facts, int locals, CelLimits limits, long most = long.MaxValue)
    {
        var frame = _spare ?? new CelFrame();
        _spare = null;
        if (frame._locals.Length < locals) frame._locals = new CelValue?[locals];
        frame._localCount = locals;
        frame.Facts = facts;
        frame._granted = Math.Clamp(most, 0, limits.MaxCost);
        frame._budget = frame._granted;
        frame._maxWeight = limits.MaxCost;
        frame.MaxPatternLength = limits.MaxPatternLength;
        return frame;
    }

    public void Return()
    {
        Array.Clear(_locals, 0, _localCount);
        Facts = CelFacts.None;
        Tracer = null;
        LastPattern = null;
        _spare = this;
    }

    /// <summary>The result to hand out. An evaluation that ran out of budget ends in that error, whatever absorbed it on the way.</summary>
    public CelValue Finish(CelValue value) => IsExhausted ? OutOfBudget() : value.Weight > _maxWeight ? OutOfBudget() : value;

    public CelValue Local(int slot) => _locals[slot]!;

    public void SetLocal(int slot, CelValue value) => _locals[slot] = value;

    /// <summary>Takes from the budget; false when nothing is left, and then whatever is running stops.</summary>
    public bool Charge(long cost) => (_budget -= cost) >= 0;

    /// <summary>Charges for a freshly made value, and refuses one that is too large to print.</summary>
    public CelValue Made(CelValue value)
    {
        if (value.Weight > _maxWeight) _budget = -1;
        return Charge(value.Kind is CelKind.String or CelKind.Bytes ? value.Weight : 0) ? value : OutOfBudget();
    }

    public CelError Fail(string code, string message) => new(code, message, Position);

    public CelError OutOfBudget() => new(CelErrorCodes.BudgetExceeded, NoMoreBudget, Position);

    public CelError NoOverload(string function, CelValue a) =>
        Fail(CelErrorCodes.NoMatchingOverload, $"'{function}' does not take {a.Type.Name}.");

    public CelError NoOverload(string function, CelValue a, CelValue b) =>
        Fail(CelErrorCodes.NoMatchingOverload, $"'{function}' does not take {a.Type.Name} and {b.Type.Name}.");

    public CelError NoOverload(string function, ReadOnlySpan<CelValue> arguments) =>
        Fail(CelErrorCodes.NoMatchingOverload, $"'{function}' does not take ({string.Join(", ", arguments.ToArray().Select(a => a.Type.Name))}).");
}
