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
    /// <summary>The bit above those of the words (at most 24): the whole name may be the same when run together.</summary>
    private const int RunTogether = 1 << 30;

    /// <summary>The bit below: the name has an initial that stands for a word.</summary>
    private const int ByInitial = 1 << 29;

    /// <summary>So many are looked at one by one.</summary>
    private const int FewCandidates = 200;

    [ThreadStatic]
    private static Coverage? _coverage;

    [ThreadStatic]
    private static Comparison? _comparison;

    private readonly WordTable _table;
    private readonly WordSearch _search;
    private readonly Postings _byWord;
    private readonly Postings _byInitial;
    private readonly WholeNames _byWhole;

    private FamilyIndex(WordTable table, NameTable names)
    {
        _table = table;
        _search = new WordSearch(table);
        Names = names;
        _byWord = names.ByWord();
        _byInitial = names.ByInitial();
        _byWhole = new WholeNames(table, names);
    }

    public NameTable Names { get; }

    public List<NameHit> Find(PreparedName query, double threshold)
    {
        var hits = new List<NameHit>();
        if (query.Tokens.IsEmpty)
            return hits;
        var words = new QueryWords(query, _search);
        var plan = SearchPlan.For(words, _table, _search, _byWord, letter => Initials(letter).Length, threshold);
        var (coverage, comparison) = (_coverage ??= new Coverage(), _comparison ??= new Comparison());
        coverage.Clear(Names.Count);
        Cover(words, plan, coverage);
        if (coverage.Candidates.Length > FewCandidates)
            Note(words, plan, coverage);
        comparison.Start(words, _table, Names);
        foreach (var candidate in coverage.Candidates)
        {
            ref readonly var covered = ref coverage[candidate];
            var isWhole = (covered.Words & RunTogether) != 0;
            if (!isWhole && plan.IsHopeless(candidate, covered.Words & ~(RunTogether | ByInitial), covered.Gain, Names))
                continue;
            var score = comparison.Score(candidate, threshold, isWhole);
            if (score >= threshold)
                hits.Add(new NameHit(candidate, score));
        }
        return hits;
    }

    private void Cover(QueryWords words, SearchPlan plan, Coverage coverage)
    {
        coverage.Draw(_byWhole.Like(words.Name.Whole), RunTogether, 0);
        if (plan.DrawsAll)
            coverage.DrawAll(Names.Count, ByInitial);
        for (var i = 0; i < words.Tokens.Length; i++)
        {
            if (!plan.Draws(i))
                continue;
            foreach (var (word, gain) in plan.Meet(i, words.Met(i, plan.Threshold, _table), _table))
                coverage.Draw(_byWord[word], 1 << i, gain);
            if (plan.DrawsInitials(i))
                coverage.Draw(Initials(words.Tokens[i].Text[0]), ByInitial, 0);
        }
    }

    // Reading on through the postings of the silent words is cheaper than looking at each of many candidates.
    private void Note(QueryWords words, SearchPlan plan, Coverage coverage)
    {
        for (var i = 0; i < words.Tokens.Length; i++)
        {
            if (plan.Draws(i))
                continue;
            foreach (var (word, gain) in plan.Meet(i, words.Met(i, plan.Threshold, _table), _table))
                coverage.Note(_byWord[word], 1 << i, gain);
        }
        plan.KnowAll();
    }

    private ReadOnlySpan<int> Initials(char letter) => _byInitial[LetterCosts.Code(letter)];

    /// <summary>Collects names, then freezes.</summary>
    internal sealed class Builder(NameFamily family)
    {
        private readonly NameTable.Builder _names = new(family);

        /// <summary>Adds every name of an entity that identifies.</summary>
        public void Add(int number, ListEntity entity)
        {
            for (var alias = -1; alias < entity.Aliases.Length; alias++)
            {
                var bearer = new Bearer(number, alias);
                _names.Add(bearer, NamePreparation.Prepare(bearer.NameIn(entity), family));
            }
        }

        public FamilyIndex Build()
        {
            var (table, names) = _names.Build();
            return new FamilyIndex(table, names);
        }
    }
}
