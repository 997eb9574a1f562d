namespace KybPlatform.Policies;

/// <summary>
/// List lookups where the lists are not at hand: answers what was looked up before, notes what was not, and calls that unknown. Evaluate, look the open questions up,
/// evaluate again: an expression asks only for what it needs. For one evaluation; not for several threads.
/// </summary>
public sealed class ListAnswers(IDomainFunctions inner) : IDomainFunctions
{
    private readonly Dictionary<(string List, string Value), DomainAnswer> _known = [];
    private readonly HashSet<(string List, string Value)> _open = [];

    /// <summary>What was asked and is not known, in no order; an answer of <see cref="Set"/> takes it away.</summary>
    public IReadOnlyCollection<(string List, string Value)> Open => _open;

    /// <param name="list">The list's key.</param>
    /// <param name="value">As the expression gave it.</param>
    /// <param name="answer">With the snapshot as its data version; a null value where there is no such list, which stays unknown.</param>
    public void Set(string list, string value, DomainAnswer answer)
    {
        _known[(list, value)] = answer;
        _open.Remove((list, value));
    }

    public DomainAnswer Similar(string left, string right) => inner.Similar(left, right);

    public DomainAnswer Normalized(string text) => inner.Normalized(text);

    public DomainAnswer ShowsAddress(string text, string address) => inner.ShowsAddress(text, address);

    public DomainAnswer CountryIn(string country, string group) => inner.CountryIn(country, group);

    public DomainAnswer IndustryIn(string industry, string group) => inner.IndustryIn(industry, group);

    public DomainAnswer ListContains(string list, string value)
    {
        if (_known.TryGetValue((list, value), out var answer)) return answer;
        _open.Add((list, value));
        return default;
    }
}
