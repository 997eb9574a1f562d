namespace KybPlatform.Screening.Index;

/// <summary>Remembers the similarities of the words of one query to words of the table. Emptied at once: each entry knows its round.</summary>
internal sealed class SimilarityMemo
{
    private Entry[] _entries = new Entry[4096];
    private int _used;
    private int _round;

    public void Clear()
    {
        _used = 0;
        _round++;
    }

    /// <summary>False, and a place to put it into, when the pair was not met yet; the place holds until the next call.</summary>
    public ref double Find(int queryWord, int word, out bool known)
    {
        var key = ((long)queryWord << 32) | (uint)word;
        if (2 * _used >= _entries.Length)
            Grow();
        ref var entry = ref Place(_entries, key, _round);
        known = entry.Round == _round;
        if (!known)
        {
            entry.Key = key;
            entry.Round = _round;
            _used++;
        }
        return ref entry.Value;
    }

    private static ref Entry Place(Entry[] entries, long key, int round)
    {
        var at = (int)((ulong)(key * -7046029254386353131L) >> 32) & (entries.Length - 1);
        while (entries[at].Round == round && entries[at].Key != key)
            at = (at + 1) & (entries.Length - 1);
        return ref entries[at];
    }

    private void Grow()
    {
        var larger = new Entry[2 * _entries.Length];
        foreach (var entry in _entries)
        {
            if (entry.Round == _round)
                Place(larger, entry.Key, _round) = entry;
        }
        _entries = larger;
    }

    private struct Entry
    {
        public long Key;
        public double Value;
        public int Round;
    }
}
