using AwesomeAssertions;
using CsCheck;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

/// <summary>The similar words that an index finds are exactly those that comparing with every word finds.</summary>
public sealed class WordSearchTests
{
    private static readonly Gen<string> Stem = Gen.OneOf(
        Gen.OneOf("mohammed", "alexander", "elisha", "hachem", "jurevicius", "wujiang", "schwarzenegger", "khalid", "xhafer", "ahmad", "transportation", "aerocaribbean"),
        Gen.OneOf("محمد", "عبدالله", "путин", "张", "ali", "al", "vu", "hu", "ij", "uj", "ghaith", "phong", "hja", "jih"),
        Gen.String[Gen.OneOf("aeiouhhgxkjsvbfpdtlrmnzcqwy1".ToCharArray()), 1, 12]);

    private static readonly Gen<string> Word = Gen.Select(Stem, Gen.Int[0, 1_000_000], Gen.Int[0, 3]).Select((stem, seed, changes) =>
    {
        var random = new Random(seed);
        for (var i = 0; i < changes; i++)
            stem = NamePerturbation.Slip(stem, random).ToLowerInvariant();
        return stem;
    });

    private static readonly Gen<string> Name = Word.Array[1, 3].Select(words => string.Join(' ', words));

    [Fact]
    public void Every_similar_word_is_found_with_its_similarity()
    {
        Gen.Select(Gen.OneOf(EntitySchema.Person, EntitySchema.Company, EntitySchema.Vessel), Name.Array[1, 30], Name.Array[1, 6]).Sample((schema, listed, given) =>
        {
            var builder = new WordTable.Builder();
            foreach (var name in listed.Select(n => NamePreparation.Prepare(n, schema)))
            {
                foreach (var token in name.Tokens.Concat(name.Pairs))
                    builder.Number(token);
            }
            var (table, _) = builder.Build();
            var search = new WordSearch(table);
            return given.Select(n => NamePreparation.Prepare(n, schema)).All(name =>
                name.Tokens.All(t => IsSame(search.Words(t), Compared(table, t, 0, table.Words)) && IsSame(search.Joined(t), Compared(table, t, table.Words, table.Count)))
                && name.Pairs.All(p => IsSame(search.Joined(p), Compared(table, p, 0, table.Words))));
        }, iter: 300);
    }

    [Fact]
    public void A_word_of_the_table_is_the_word_that_was_put_in()
    {
        Gen.Select(Gen.OneOf(EntitySchema.Person, EntitySchema.Company), Name.Array[1, 10]).Sample((schema, listed) =>
        {
            var builder = new WordTable.Builder();
            NameToken[] tokens = [.. listed.Select(n => NamePreparation.Prepare(n, schema)).SelectMany(n => n.Tokens.Concat(n.Pairs))];
            int[] numbers = [.. tokens.Select(builder.Number)];
            var (table, renumbered) = builder.Build();
            return tokens.Zip(numbers).All(t => table.Token(renumbered[t.Second]) is var put && put == t.First && put.Fold == t.First.Fold && put.Key == t.First.Key);
        }, iter: 200);
    }

    [Theory]
    [InlineData("als", 1)]
    [InlineData("brdkdn", 2)]
    [InlineData("k", 0)]
    public void Skeletons_within_the_edits_are_found(string key, int edits)
    {
        var random = new Random(3);
        string[] skeletons = [.. Enumerable.Range(0, 3_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => "abdklmnrsv"[random.Next(10)])])).Append(key).Distinct().Order(StringComparer.Ordinal)];
        var trie = new SkeletonTrie([.. skeletons.Select((s, i) => (s, i))]);
        var found = new List<SkeletonNear>();
        if (edits <= 1)
            trie.FindNear(key, edits == 1, found);
        else
            trie.Find(key, edits, found);
        var near = skeletons.Where(s => Math.Abs(s.Length - key.Length) <= edits && PlainDistance.Between(s, key) <= edits);
        found.Select(f => skeletons[f.Skeleton]).Distinct().Should().BeEquivalentTo(near);
        found.Where(f => f.Cost != SkeletonNear.Unknown).Should().OnlyContain(f => f.Cost <= SkeletonCosts.LeastBetween(key, skeletons[f.Skeleton]));
    }

    private static bool IsSame(SimilarWords found, List<(int Word, double Similarity)> compared) =>
        found.Words.SequenceEqual([.. compared.Select(c => c.Word)]) && compared.TrueForAll(c => found[c.Word].Equals(c.Similarity));

    private static List<(int Word, double Similarity)> Compared(WordTable table, NameToken word, int start, int end)
    {
        var similar = new List<(int, double)>();
        for (var other = start; other < end; other++)
        {
            var similarity = TokenSimilarity.Of(word, table.Token(other));
            if (similarity > 0)
                similar.Add((other, similarity));
        }
        return similar;
    }
}
