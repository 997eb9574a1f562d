using System.Linq.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// Says from which members of a host's own objects the facts of policies are read, of which each takes what it reads. A member that is null is a fact known to be absent; a path that is
/// not bound is unknown. Members are read once for each evaluation, in no order, and must not throw.
/// </summary>
/// <typeparam name="T">The host's object.</typeparam>
public sealed class RowBinding<T>
{
    private readonly Dictionary<string, LambdaExpression> _reads = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, LambdaExpression> Reads => _reads;

    /// <summary>
    /// Binds a path to what <paramref name="read"/> gives: a string, long, int, double, bool, DateTimeOffset, DateOnly, or one of these or null.
    /// Throws <see cref="ArgumentException"/> for any other type.
    /// </summary>
    public RowBinding<T> Set<TValue>(string path, Expression<Func<T, TValue>> read)
    {
        if (BoundValue.KindsOf(typeof(TValue)) is []) throw new ArgumentException($"'{path}' cannot be read from {typeof(TValue).Name}.", nameof(read));
        _reads[path] = read;
        return this;
    }
}
