using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>How values of a host's types become those of slots, as code.</summary>
internal static class BoundValue
{
    /// <summary>The kinds of slots that take the type; none for a type that cannot be bound.</summary>
    public static FactSlotKind[] KindsOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) ? [FactSlotKind.Text]
            : plain == typeof(long) || plain == typeof(int) ? [FactSlotKind.Whole, FactSlotKind.Number]
            : plain == typeof(double) ? [FactSlotKind.Number]
            : plain == typeof(bool) ? [FactSlotKind.Flag]
            : plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) ? [FactSlotKind.Instant]
            : [];
    }

    /// <summary>True for a type whose values may be null.</summary>
    public static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    /// <summary>A bool: whether there is none.</summary>
    public static Expression IsNull(Expression value) => Expression.Equal(value, Expression.Constant(null, value.Type));

    /// <summary>The value without its being nullable; anything where there is none.</summary>
    public static Expression Plain(Expression value) => Nullable.GetUnderlyingType(value.Type) is null ? value : Expression.Call(value, nameof(Nullable<int>.GetValueOrDefault), []);

    /// <summary>A text as it is, a whole number, a truth value of 0 or 1 or an instant in ticks as a long, another number as a double; anything where there is none.</summary>
    public static Expression Of(Expression value, FactSlotKind kind)
    {
        if (kind == FactSlotKind.Text) return value;
        var plain = Plain(value);
        return kind switch
        {
            FactSlotKind.Whole => Expression.Convert(plain, typeof(long)),
            FactSlotKind.Number => Expression.Convert(plain, typeof(double)),
            FactSlotKind.Flag => Expression.Condition(plain, Expression.Constant(1L), Expression.Constant(0L)),
            _ when plain.Type == typeof(DateOnly) =>
                Expression.Multiply(Expression.Convert(Expression.Property(plain, nameof(DateOnly.DayNumber)), typeof(long)), Expression.Constant(TimeSpan.TicksPerDay)),
            _ => Expression.Property(plain, nameof(DateTimeOffset.UtcTicks)),
        };
    }
}
