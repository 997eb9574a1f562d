using KybPlatform.Policies.Expressions.Execution;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>
/// Optional values. <c>optMap</c> and <c>optFlatMap</c> are macros; <c>or</c> and <c>orValue</c> look at their alternative only where it is needed
/// (<see cref="AlternativeNode"/>).
/// </summary>
internal static class OptionalFunctions
{
    private static readonly CelType OptionalA = CelType.OptionalOf(A);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Function("optional.of", (_, a) => CelOptional.Of(a), Global(OptionalA, A)),
        Function("optional.none", new CelBody { Many = (f, arguments) => arguments.Length == 0 ? CelOptional.None : f.NoOverload("optional.none", arguments) }, Global(OptionalA)),
        Function("optional.ofNonZeroValue", (_, a) => a is CelObject { Fields.Count: 0 } o ? o.Incomplete() : IsZero(a) ? CelOptional.None : CelOptional.Of(a), Global(OptionalA, A)),
        Function("optional.unwrap", Unwrap, Global(ListA, CelType.ListOf(OptionalA))),
        Function("unwrapOpt", Unwrap, Member(ListA, CelType.ListOf(OptionalA))),
        Function("hasValue", (f, a) => a is CelOptional o ? CelValue.Of(o.Value is not null) : f.NoOverload("hasValue", a), Member(CelType.Bool, OptionalA)),
        Function("value", (f, a) => a is not CelOptional o ? f.NoOverload("value", a)
            : o.Value ?? f.Fail(CelErrorCodes.OptionalIsEmpty, "The optional value is not there."), Member(A, OptionalA)),
        Function("or", new CelBody(), Member(OptionalA, OptionalA, OptionalA)),
        Function("orValue", new CelBody(), Member(A, OptionalA, A)),
        Function("first", (f, a) => a is CelList l ? l.Count > 0 ? CelOptional.Of(l[0]) : CelOptional.None : f.NoOverload("first", a), Member(OptionalA, ListA)),
        Function("last", (f, a) => a is CelList l ? l.Count > 0 ? CelOptional.Of(l[^1]) : CelOptional.None : f.NoOverload("last", a), Member(OptionalA, ListA)),
    ];

    private static bool IsZero(CelValue value) => value switch
    {
        CelBool b => !b.Value,
        CelInt i => i.Value == 0,
        CelUint u => u.Value == 0,
        CelDouble d => d.Value == 0,
        CelString s => s.Value.Length == 0,
        CelBytes b => b.Value.IsEmpty,
        CelList l => l.Count == 0,
        CelMap m => m.Count == 0,
        CelTimestamp t => t.Seconds == 0 && t.Nanos == 0,
        CelDuration d => d.Nanos == 0,
        CelOptional o => o.Value is null,
        _ => value.Kind == CelKind.Null,
    };

    private static CelValue Unwrap(CelFrame frame, CelValue a)
    {
        if (a is not CelList list) return frame.NoOverload("optional.unwrap", a);
        if (!frame.Charge(list.Count)) return frame.OutOfBudget();
        foreach (var item in list.Items)
        {
            if (item is not CelOptional) return item.IsValue ? frame.NoOverload("optional.unwrap", item) : item;
        }
        return frame.Made(new CelList([.. list.Select(i => ((CelOptional)i).Value).OfType<CelValue>()]));
    }
}
