using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Remembers what is similar to the words that were looked for lately: names share their given names and their generic words. A word takes the place of another
/// with the same hash, so the memory is bounded and follows what is asked. Safe for any number of threads: a place changes at once.
/// </summary>
internal sealed class WordMemory
{
    private const int Places = 4_096;

    private readonly Entry?[] _entries = new Entry?[Places];

    public SimilarWords? Find(NameToken word) => Volatile.Read(ref Place(word)) is { } entry && entry.Word.Equals(word) ? entry.Similar : null;

    public SimilarWords Keep(NameToken word, SimilarWords similar)
    {
        Volatile.Write(ref Place(word), new Entry(word, similar));
        return similar;
    }

    private ref Entry? Place(NameToken word) => ref _entries[(uint)word.GetHashCode() % Places];

    private sealed record Entry(NameToken Word, SimilarWords Similar);
}
