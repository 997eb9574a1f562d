using System.Runtime.InteropServices;

namespace KybPlatform.Screening.Index;

/// <summary>Which of the words of a query that draw each candidate has something similar to, as a bit mask per name. Reused from query to query.</summary>
internal sealed class Coverage
{
    private readonly List<int> _candidates = [];
    private int[] _masks = [];

    public ReadOnlySpan<int> Candidates => CollectionsMarshal.AsSpan(_candidates);

    public void Clear(int names)
    {
        foreach (var candidate in _candidates)
            _masks[candidate] = 0;
        _candidates.Clear();
        if (_masks.Length < names)
            _masks = new int[names];
    }

    public int this[int name] => _masks[name];

    /// <summary>Makes every name a candidate.</summary>
    public void DrawAll(int names, int bit)
    {
        for (var name = 0; name < names; name++)
            Draw([name], bit);
    }

    /// <summary>Marks the word as covered in these names and makes them candidates.</summary>
    public void Draw(ReadOnlySpan<int> names, int bit)
    {
        foreach (var name in names)
        {
            ref var mask = ref _masks[name];
            if (mask == 0)
                _candidates.Add(name);
            mask |= bit;
        }
    }

    /// <summary>Marks the word as covered in those of these names that are candidates.</summary>
    public void Note(ReadOnlySpan<int> names, int bit)
    {
        foreach (var name in names)
        {
            ref var mask = ref _masks[name];
            if (mask != 0)
                mask |= bit;
        }
    }
}
