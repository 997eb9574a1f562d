using System.Collections;

namespace KybPlatform.Policies;

/// <summary>The set of all verification types and checks but some: for planning and examples, where it does not matter which providers a platform has.</summary>
public sealed class ProviderSet(params IEnumerable<string> but) : IReadOnlySet<string>
{
    private readonly HashSet<string> _but = new(but, StringComparer.Ordinal);

    public static ProviderSet All { get; } = new();

    /// <summary>Not known as a number; never zero.</summary>
    public int Count => int.MaxValue;

    /// <summary>A type is in it when it is not left out and none of its checks is; a check when neither it nor its type is left out.</summary>
    public bool Contains(string item)
    {
        if (_but.Count == 0) return true;
        var dot = item.IndexOf('.', StringComparison.Ordinal);
        var colon = item.IndexOf(':', StringComparison.Ordinal);
        if (_but.Contains(item) || (colon > 0 && _but.Contains(item[..colon]))) return false;
        return dot < 0 ? !_but.Any(b => b.StartsWith(item + ".", StringComparison.Ordinal)) : !_but.Contains(item[..dot]);
    }

    public bool IsProperSubsetOf(IEnumerable<string> other) => false;

    public bool IsProperSupersetOf(IEnumerable<string> other) => IsSupersetOf(other);

    public bool IsSubsetOf(IEnumerable<string> other) => false;

    public bool IsSupersetOf(IEnumerable<string> other) => other.All(Contains);

    public bool Overlaps(IEnumerable<string> other) => other.Any(Contains);

    public bool SetEquals(IEnumerable<string> other) => false;

    /// <summary>Cannot be listed.</summary>
    public IEnumerator<string> GetEnumerator() => throw new NotSupportedException("All names but some cannot be listed.");

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
