using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>Finds the names that are a given one when their words are run together, by a hash: now and then another name is among them.</summary>
internal sealed class WholeNames
{
    private const uint FirstHash = 2166136261;

    private readonly uint[] _hashes;
    private readonly int[] _names;

    public WholeNames(WordTable table, NameTable names)
    {
        (_hashes, _names) = (new uint[names.Count], new int[names.Count]);
        for (var name = 0; name < names.Count; name++)
        {
            var hash = FirstHash;
            foreach (var word in names.Words(name))
                hash = Hash(hash, table.Codes(word));
            (_hashes[name], _names[name]) = (hash, name);
        }
        Array.Sort(_hashes, _names);
    }

    public ReadOnlySpan<int> Like(string whole)
    {
        var hash = Hash(FirstHash, LetterCosts.Codes(whole));
        var at = Array.BinarySearch(_hashes, hash);
        if (at < 0)
            return [];
        var (start, end) = (at, at + 1);
        while (start > 0 && _hashes[start - 1] == hash)
            start--;
        while (end < _hashes.Length && _hashes[end] == hash)
            end++;
        return _names.AsSpan(start..end);
    }

    // FNV-1a, which can go on where it ended.
    private static uint Hash(uint hash, ReadOnlySpan<byte> codes)
    {
        foreach (var code in codes)
            hash = (hash ^ code) * 16777619;
        return hash;
    }
}
