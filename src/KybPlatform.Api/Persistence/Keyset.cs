using System.Linq.Expressions;
using System.Reflection;

namespace KybPlatform.Api.Persistence;

/// <summary>Pages by key: newest first, from where the last page ended, whatever was added meanwhile.</summary>
internal static class Keyset
{
    private static readonly MethodInfo Comparison = typeof(Keyset).GetMethod(nameof(IsLess), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <param name="after">The id that the page before ended with; null for the first page.</param>
    public static IQueryable<TRow> NewestFirst<TRow, TId>(this IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, Guid? after)
        where TId : struct, IPublicId<TId> => Before(rows, id, after is { } last ? TId.From(last) : null).OrderByDescending(id);

    /// <param name="after">The id that the page before ended with; empty for the first page.</param>
    public static IQueryable<TRow> OldestFirst<TRow, TId>(this IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, Guid after) where TId : struct, IPublicId<TId>
    {
        if (after == Guid.Empty) return rows.OrderBy(id);
        var held = TId.From(after);
        Expression<Func<TId>> value = () => held;
        var greater = Expression.GreaterThan(id.Body, value.Body, liftToNull: false, Comparison.MakeGenericMethod(typeof(TId)));
        return rows.Where(Expression.Lambda<Func<TRow, bool>>(greater, id.Parameters)).OrderBy(id);
    }

    private static IQueryable<TRow> Before<TRow, TId>(IQueryable<TRow> rows, Expression<Func<TRow, TId>> id, TId? last) where TId : struct
    {
        if (last is not { } held) return rows;
        // A value of a closure becomes a parameter of the statement; the method only makes the comparison well typed and is never called.
        Expression<Func<TId>> value = () => held;
        var less = Expression.LessThan(id.Body, value.Body, liftToNull: false, Comparison.MakeGenericMethod(typeof(TId)));
        return rows.Where(Expression.Lambda<Func<TRow, bool>>(less, id.Parameters));
    }

    private static bool IsLess<T>(T left, T right) => throw new NotSupportedException("The database compares.");
}
