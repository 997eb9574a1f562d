using System.Collections.Immutable;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>A listed name and its score.</summary>
internal readonly record struct NameHit(int Name, double Score);

/// <summary>
/// The names of one family with their words. Finds every name whose score reaches a threshold: exactly those that comparing with each name
/// would find.
/// </summary>
internal sealed class FamilyIndex
{
    /// <summary>The bit above those of the words (at most 24): the whole name is the same when run together.</summary>
    private const int RunTogether = 1 << 30;

    [ThreadStatic]
    private static Coverage? _coverage;

    private readonly ImmutableArray<IndexedName> _names;
    private readonly TokenDictionary _dictionary;
    private readonly Rows<int> _byToken;
    private readonly Rows<string> _byWhole;
    private readonly Rows<char> _byInitial;

    private FamilyIndex(ImmutableArray<IndexedName> names, TokenDictionary dictionary, Rows<int> byToken, Rows<string> byWhole, Rows<char> byInitial)
    {
        _names = names;
        _dictionary = dictionary;
        _byToken = byToken;
        _byWhole = byWhole;
        _byInitial = byInitial;
    }

    public IndexedName this[int name] => _names[name];

    public int Count => _names.Length;

    public List<NameHit> Find(PreparedName query, double threshold)
    {
        var hits = new List<NameHit>();
        if (query.Tokens.IsEmpty)
            return hits;
        var units = new QueryUnits(query, _dictionary);
        var plan = QueryPlan.For(units, _dictionary, token => _byToken[token].Length, threshold);
        var coverage = _coverage ??= new Coverage();
        coverage.Clear(_names.Length);
        Cover(units, plan, coverage);
        foreach (var candidate in coverage.Candidates)
        {
            var listed = _names[candidate];
            if ((coverage[candidate] & RunTogether) == 0 && plan.IsHopeless(coverage[candidate], listed.Prepared.Weight, threshold))
                continue;
            var score = NameScorer.Score(query, listed.Prepared, new LookedUpSimilarities(units, listed));
            if (score >= threshold)
                hits.Add(new NameHit(candidate, score));
        }
        return hits;
    }

    // First the words that draw, so that the silent ones only look at candidates.
    private void Cover(QueryUnits units, QueryPlan plan, Coverage coverage)
    {
        coverage.Draw(_byWhole[units.Name.Whole], RunTogether);
        for (var i = 0; i < units.Name.Tokens.Length; i++)
        {
            if (plan.Draws(i))
                ForPostings(units, i, names => coverage.Draw(names, 1 << i));
        }
        for (var i = 0; i < units.Name.Tokens.Length; i++)
        {
            if (!plan.Draws(i))
                ForPostings(units, i, names => coverage.Note(names, 1 << i));
        }
    }

    private void ForPostings(QueryUnits units, int at, Action<ReadOnlySpan<int>> use)
    {
        foreach (var token in units.Token(at).Tokens)
            use(_byToken[token]);
        for (var pair = Math.Max(0, at - 1); pair <= Math.Min(at, units.Name.Pairs.Length - 1); pair++)
        {
            foreach (var token in units.Pair(pair).Tokens)
                use(_byToken[token]);
        }
        // A listed initial stands for any word in its letter.
        if (units.Name.Tokens[at].Kind == TokenKind.Word)
            use(_byInitial[units.Name.Tokens[at].Text[0]]);
    }

    /// <summary>Collects names, then freezes.</summary>
    internal sealed class Builder
    {
        private readonly TokenDictionary.Builder _dictionary = new();
        private readonly ImmutableArray<IndexedName>.Builder _names = ImmutableArray.CreateBuilder<IndexedName>();

        public void Add(int entity, string text, AliasStrength strength, PreparedName prepared)
        {
            if (prepared.Tokens.IsEmpty)
                return;
            int[] tokens = [.. prepared.Tokens.Select(_dictionary.Number)];
            int[] pairs = [.. prepared.Pairs.Select(_dictionary.Number)];
            _names.Add(new IndexedName(entity, text, strength, prepared, tokens, pairs));
        }

        public FamilyIndex Build()
        {
            var dictionary = _dictionary.Build();
            var byToken = new List<(int, int)>();
            var byWhole = new List<(string, int)>();
            var byInitial = new List<(char, int)>();
            for (var i = 0; i < _names.Count; i++)
            {
                var name = _names[i];
                byToken.AddRange(name.Tokens.Concat(name.Pairs).Distinct().Select(token => (token, i)));
                byWhole.Add((name.Prepared.Whole, i));
                var initials = name.Prepared.Tokens.Where(t => t.Kind == TokenKind.Initial).Select(t => t.Text[0]);
                byInitial.AddRange(initials.Distinct().Select(letter => (letter, i)));
            }
            return new FamilyIndex(_names.ToImmutable(), dictionary, Rows<int>.From(byToken), Rows<string>.From(byWhole), Rows<char>.From(byInitial));
        }
    }
}
