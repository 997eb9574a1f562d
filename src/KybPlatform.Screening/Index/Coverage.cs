using System.Runtime.InteropServices;

namespace KybPlatform.Screening.Index;

/// <summary>
/// What of a name is known before it is compared: which words of the query it has something similar to, and the most that they add to the sum of
/// <see cref="SearchPlan"/>.
/// </summary>
internal struct Covered
{
    public int Words;
    public float Gain;

    /// <summary>What the word that was covered last adds; a name may have several words like it.</summary>
    public float Last;
}

/// <summary>Which names something of a query draws, and how well they are covered. Reused from query to query.</summary>
internal sealed class Coverage
{
    private readonly List<int> _candidates = [];
    private Covered[] _covered = [];

    public ReadOnlySpan<int> Candidates => CollectionsMarshal.AsSpan(_candidates);

    public void Clear(int names)
    {
        foreach (var candidate in _candidates)
            _covered[candidate] = default;
        _candidates.Clear();
        if (_covered.Length < names)
            _covered = new Covered[names];
    }

    public ref readonly Covered this[int name] => ref _covered[name];

    /// <summary>Makes every name a candidate.</summary>
    public void DrawAll(int names, int bit)
    {
        for (var name = 0; name < names; name++)
            Draw([name], bit, 0);
    }

    /// <summary>Marks the word as covered in these names and makes them candidates. One word after the other is marked.</summary>
    /// <param name="gain">What the word adds at most where it is covered in this way; where it is covered in several, the most counts.</param>
    public void Draw(ReadOnlySpan<int> names, int bit, float gain)
    {
        foreach (var name in names)
        {
            ref var covered = ref _covered[name];
            if (covered.Words == 0)
                _candidates.Add(name);
            Cover(ref covered, bit, gain);
        }
    }

    /// <summary>Marks the word as covered in those of these names that are candidates.</summary>
    public void Note(ReadOnlySpan<int> names, int bit, float gain)
    {
        foreach (var name in names)
        {
            ref var covered = ref _covered[name];
            if (covered.Words != 0)
                Cover(ref covered, bit, gain);
        }
    }

    private static void Cover(ref Covered covered, int bit, float gain)
    {
        if ((covered.Words & bit) == 0)
        {
            covered.Words |= bit;
            covered.Gain += gain;
            covered.Last = gain;
        }
        else if (gain > covered.Last)
        {
            covered.Gain += gain - covered.Last;
            covered.Last = gain;
        }
    }
}
