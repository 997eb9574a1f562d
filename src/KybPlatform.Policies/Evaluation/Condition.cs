using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>How a condition ended. Neither unknown nor an error is ever false.</summary>
internal enum Truth
{
    True,
    False,
    Unknown,
    Error,
}

/// <summary>A condition's end, what was not known, and the trace where one was asked for.</summary>
internal readonly record struct ConditionResult(Truth Truth, CelValue Value, CelTrace? Trace)
{
    public IReadOnlyList<string> UnknownPaths => Value is CelUnknown unknown ? unknown.Paths : [];

    public string Code => Truth == Truth.Error ? "expression_error" : "expression_unknown";
}

/// <summary>A compiled expression that must be true or false.</summary>
internal sealed class Condition(CelProgram program)
{
    public CelProgram Program => program;

    public ConditionResult Evaluate(EvaluationContext context)
    {
        if (!context.Options.Trace) return Read(context.Run(program), null);
        var (value, trace) = context.RunTraced(program);
        return Read(value, trace);
    }

    private static ConditionResult Read(CelValue value, CelTrace? trace) => new(value switch
    {
        CelBool b => b.Value ? Truth.True : Truth.False,
        CelUnknown => Truth.Unknown,
        _ => Truth.Error,
    }, value, trace);
}
