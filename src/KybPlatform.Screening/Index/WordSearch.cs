using System.Collections.Concurrent;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Finds all words of a table that <see cref="TokenSimilarity"/> calls similar to a word, which is what makes a search exact: skeletons within the edits that
/// <see cref="SkeletonGate"/> allows, then a sieve, then the comparison itself.
/// </summary>
internal sealed class WordSearch(WordTable table)
{
    /// <summary>Searches that passed more words than this through the sieve are kept for good, up to a bound.</summary>
    private const int CostlySearch = 256;
    private const int MostCostly = 4_096;

    [ThreadStatic]
    private static Scratch? _scratch;

    private readonly ConcurrentDictionary<NameToken, SimilarWords> _costly = new();
    private readonly WordMemory _words = new();
    private readonly WordMemory _joined = new();

    /// <summary>All single words similar to a single word.</summary>
    public SimilarWords Words(NameToken word)
    {
        if (_costly.TryGetValue(word, out var known))
            return known;
        if (_words.Find(word) is { } remembered)
            return remembered;
        var scratch = _scratch ??= new Scratch();
        var compared = Search(word, joined: false, scratch);
        foreach (var group in word.Groups)
        {
            foreach (var other in table.OfGroup(group))
                Compare(word.View, other, scratch);
        }
        var found = scratch.Take();
        if (compared > CostlySearch && _costly.Count < MostCostly && _costly.TryAdd(word, found))
            return found;
        return _words.Keep(word, found);
    }

    /// <summary>
    /// All joined words similar to a single word, or all single words similar to a joined one. Two joined words are never compared, as in an alignment.
    /// </summary>
    public SimilarWords Joined(NameToken word)
    {
        if ((word.Traits & WordTraits.CanJoin) == 0)
            return SimilarWords.None;
        if (_joined.Find(word) is { } remembered)
            return remembered;
        var scratch = _scratch ??= new Scratch();
        Search(word, joined: true, scratch);
        return _joined.Keep(word, scratch.Take());
    }

    /// <summary>About how many names the similar words lead to, without looking for them: those of the words that sound the same.</summary>
    public int Estimate(NameToken word, Postings names)
    {
        var scratch = _scratch ??= new Scratch();
        table.Skeletons(joined: false).FindNear(word.Key, edit: false, scratch.Skeletons);
        var sum = 0;
        foreach (var (skeleton, _, _) in scratch.Skeletons)
        {
            var (start, end) = table.OfSkeleton(skeleton, joined: false);
            sum += names.Length(start, end);
        }
        return sum;
    }

    private int Search(NameToken word, bool joined, Scratch scratch)
    {
        var (key, passed) = (word.Key, 0);
        var view = word.View;
        var sieve = WordSieve.Of(view);
        var amongJoined = joined && word.Kind != TokenKind.Joined;
        var (skeletons, allowed) = (table.Skeletons(amongJoined), SkeletonGate.Allowed(key.Length, joined));
        if (allowed <= 1)
            skeletons.FindNear(key, allowed == 1, scratch.Skeletons);
        else
            skeletons.Find(key, allowed, scratch.Skeletons);
        foreach (var (skeleton, edits, cost) in scratch.Skeletons)
        {
            var (start, end) = table.OfSkeleton(skeleton, amongJoined);
            var other = table.Skeleton(skeleton);
            if (edits > SkeletonGate.Allowed(Math.Min(key.Length, other.Length), joined))
                continue;
            // Joined words have no slips to look for, and mostly no letter may be missing at all.
            if (joined && cost > TokenSimilarity.Budget(Math.Max(view.Codes.Length, table.LongestOf(skeleton, amongJoined)), mixed: false, joined))
                continue;
            var consonants = cost == SkeletonNear.Unknown ? SkeletonCosts.LeastBetween(key, other) : cost;
            for (var candidate = start; candidate < end; candidate++)
            {
                if (!sieve.Passes(table.Sieve(candidate), consonants, joined))
                    continue;
                passed++;
                Compare(view, candidate, scratch);
            }
        }
        return passed;
    }

    private void Compare(in WordView word, int other, Scratch scratch)
    {
        var similarity = TokenSimilarity.Of(word, table[other]);
        if (similarity > 0)
            scratch.Found.Add((other, similarity));
    }

    /// <summary>What one search needs and the next can use again.</summary>
    private sealed class Scratch
    {
        public List<SkeletonNear> Skeletons { get; } = [];
        public List<(int Word, double Similarity)> Found { get; } = [];

        /// <summary>What was found, once each.</summary>
        public SimilarWords Take()
        {
            if (Found.Count == 0)
                return SimilarWords.None;
            Found.Sort(static (x, y) => x.Word.CompareTo(y.Word));
            var (words, similarities) = (new List<int>(Found.Count), new List<double>(Found.Count));
            foreach (var (word, similarity) in Found)
            {
                if (words.Count > 0 && words[^1] == word)
                    continue;
                words.Add(word);
                similarities.Add(similarity);
            }
            Found.Clear();
            return new SimilarWords([.. words], [.. similarities]);
        }
    }
}
