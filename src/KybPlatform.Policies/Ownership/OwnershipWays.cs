namespace KybPlatform.Policies.Ownership;

/// <summary>Enumerates the ways from a business to those behind it. A way never meets anybody twice; where it would, the businesses hold each other.</summary>
internal sealed class OwnershipWays(ILookup<string, OwnershipInterest> held, Func<string, bool> isEnd)
{
    private const int MostSteps = 12;
    private const int MostWays = 2_000;
    private readonly Dictionary<string, List<OwnershipWay>> _ways = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _cycles = new(StringComparer.Ordinal);
    private readonly List<string> _through = [];
    private readonly List<InterestKind> _by = [];
    private int _count;

    public IReadOnlyList<IReadOnlyList<string>> Cycles => [.. _cycles.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value)];

    public bool Reaches(string id) => _reached.Contains(id);

    public IReadOnlyList<OwnershipWay> To(string id) => _ways.TryGetValue(id, out var ways) ? ways : [];

    /// <summary>In percent, to four places and without zeros behind them.</summary>
    public static decimal Percent(double part) => Math.Round((decimal)part * 100, 4) / 1.0000000000m;

    public void Walk(string subject) => Walk(subject, 1, 1, shares: true);

    private void Walk(string party, double least, double most, bool shares)
    {
        _through.Add(party);
        if (_through.Count > 1)
        {
            _reached.Add(party);
            if (isEnd(party)) Keep(party, least, most, shares);
        }
        if (_through.Count == 1 || !isEnd(party))
        {
            foreach (var interest in held[party])
                foreach (var holder in interest.Holders) Step(interest, holder, least, most, shares);
        }
        _through.RemoveAt(_through.Count - 1);
    }

    private void Step(OwnershipInterest interest, string holder, double least, double most, bool shares)
    {
        var known = _through.IndexOf(holder);
        if (known >= 0)
        {
            Cycle(_through[known..]);
            return;
        }
        if (_through.Count > MostSteps || _count >= MostWays) return;
        _by.Add(interest.Kind);
        // A right of control has no share of its own: what is behind it is all there.
        if (interest.IsShare) Walk(holder, least * interest.AtLeast, most * interest.AtMost, shares);
        else Walk(holder, least, most, shares: false);
        _by.RemoveAt(_by.Count - 1);
    }

    private void Keep(string party, double least, double most, bool shares)
    {
        _count++;
        if (!_ways.TryGetValue(party, out var ways)) _ways[party] = ways = [];
        ways.Add(new OwnershipWay([.. _through], [.. _by], shares ? Percent(least) : null, shares ? Percent(most) : null));
    }

    // The same ring is met from each of its members.
    private void Cycle(List<string> ring)
    {
        var first = ring.IndexOf(ring.Min(StringComparer.Ordinal)!);
        List<string> turned = [.. ring[first..], .. ring[..first]];
        _cycles.TryAdd(string.Join('\n', turned), turned);
    }
}
