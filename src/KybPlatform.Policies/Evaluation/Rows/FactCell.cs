using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One slot's content. <see cref="State"/> is 0 where there is a value; the other states are numbered as <see cref="RowTruth"/> numbers what they lead to.</summary>
internal struct FactCell
{
    public const int Present = 0;
    public const int Absent = 1;
    public const int Failed = RowTruth.Error;
    public const int Unknown = RowTruth.Unknown;

    public int State;

    /// <summary>A text's number among those that the policy names; 0 for any other.</summary>
    public int Symbol;

    /// <summary>A whole number, a truth value as 0 or 1, or an instant in ticks of UTC.</summary>
    public long Whole;

    public double Number;
    public string? Text;

    /// <summary>The value of a slot that takes any; or of another slot, where it is none of its kind.</summary>
    public CelValue? Value;
}

/// <summary>How a condition ends, numbered so that the largest of several stays where nothing decides.</summary>
internal static class RowTruth
{
    public const int False = 0;
    public const int True = 1;
    public const int Error = 2;
    public const int Unknown = 3;

    public static int Of(CelValue value) => value switch
    {
        CelBool b => b.Value ? True : False,
        CelUnknown => Unknown,
        _ => Error,
    };
}
