using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// The keys under which a word is filed: its skeleton and the skeleton with one letter, for long ones two letters, left out. Two skeletons
/// within the edits that <see cref="SkeletonGate"/> allows always share a key: an insertion is undone by leaving out one letter on one side, a
/// replacement or a swap of neighbours by leaving out one on each side.
/// </summary>
internal static class SkeletonKeys
{
    public static void Of(string skeleton, bool joined, HashSet<ulong> keys)
    {
        Span<char> whole = stackalloc char[skeleton.Length];
        skeleton.CopyTo(whole);
        Add(whole, SkeletonGate.Allowed(skeleton.Length, joined), keys);
    }

    private static void Add(ReadOnlySpan<char> skeleton, int omissions, HashSet<ulong> keys)
    {
        keys.Add(Hash(skeleton));
        if (omissions == 0 || skeleton.Length < 2)
            return;
        Span<char> shorter = stackalloc char[skeleton.Length - 1];
        for (var out1 = 0; out1 < skeleton.Length; out1++)
        {
            skeleton[..out1].CopyTo(shorter);
            skeleton[(out1 + 1)..].CopyTo(shorter[out1..]);
            Add(shorter, omissions - 1, keys);
        }
    }

    // FNV-1a: a collision only brings a word that the score then turns down.
    private static ulong Hash(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
