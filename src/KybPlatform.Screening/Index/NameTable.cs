using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// The distinct names of one family. Names of the same words and the same legal form are one name here, held by everybody who bears it, and nothing of a name
/// is kept but the numbers of its words.
/// </summary>
internal sealed class NameTable
{
    private const int BlockBits = 7;

    private readonly Postings _words;
    private readonly Postings _pairs;
    private readonly Postings _bearers;
    private readonly byte[] _forms;
    private readonly NameOutline[] _outlines;
    private readonly float[] _leastWeights;
    private readonly string?[] _knownForms;
    private readonly Bearer[] _allBearers;
    private readonly NameFamily _family;
    private readonly WordTable _table;

    private NameTable(NameFamily family, WordTable table, Postings words, Postings pairs, Postings bearers, Bearer[] allBearers, byte[] forms, string?[] knownForms)
    {
        (_family, _table, _words, _pairs) = (family, table, words, pairs);
        (_bearers, _allBearers, _forms, _knownForms) = (bearers, allBearers, forms, knownForms);
        _outlines = new NameOutline[forms.Length];
        for (var name = 0; name < forms.Length; name++)
            _outlines[name] = NameOutline.Of(table, words[name]);
        FirstWithInitials = Array.FindIndex(_outlines, o => o.Initials != 0) is >= 0 and var first ? first : forms.Length;
        _leastWeights = new float[(forms.Length >> BlockBits) + 1];
        Array.Fill(_leastWeights, float.PositiveInfinity);
        for (var name = 0; name < forms.Length; name++)
            _leastWeights[name >> BlockBits] = Math.Min(_leastWeights[name >> BlockBits], _outlines[name].Weight);
    }

    public int Count => _forms.Length;

    /// <summary>Names, counting each as often as it is borne.</summary>
    public int BearerCount => _allBearers.Length;

    public ReadOnlySpan<int> Words(int name) => _words[name];

    /// <summary>Each word joined with the next.</summary>
    public ReadOnlySpan<int> Pairs(int name) => _pairs[name];

    public ref readonly NameOutline Outline(int name) => ref _outlines[name];

    /// <summary>The names below this number have no initials.</summary>
    public int FirstWithInitials { get; }

    /// <summary>A weight that the name has at least, mostly its own.</summary>
    public float LeastWeight(int name) => _leastWeights[name >> BlockBits];

    public string? LegalForm(int name) => _knownForms[_forms[name]];

    /// <summary>Which of all bearers bear the name; see <see cref="BearerAt"/>.</summary>
    public ReadOnlySpan<int> Bearers(int name) => _bearers[name];

    public Bearer BearerAt(int bearer) => _allBearers[bearer];

    /// <summary>For each word, and each joined one, the names that have it.</summary>
    public Postings ByWord() => Postings.Inverted([_words, _pairs], Count, _table.Count);

    /// <summary>For each letter, by its number, the names that have it as an initial.</summary>
    public Postings ByInitial()
    {
        var letters = new Postings.Builder();
        for (var name = 0; name < Count; name++)
        {
            var initials = new List<int>();
            foreach (var word in Words(name))
            {
                if (_table.Facts(word) is { Kind: TokenKind.Initial } facts)
                    initials.Add(LetterCosts.Code(facts.First));
            }
            letters.Add(CollectionsMarshal.AsSpan(initials));
        }
        return Postings.Inverted([letters.Build(l => l)], Count, LetterCosts.Letters);
    }

    /// <summary>The name as it was prepared.</summary>
    public PreparedName Prepared(int name)
    {
        ImmutableArray<NameToken> tokens = [.. Tokens(Words(name))];
        return new PreparedName(_family, tokens, [.. Tokens(Pairs(name))], tokens.Sum(t => t.Weight), string.Concat(tokens.Select(t => t.Fold)), LegalForm(name));
    }

    private NameToken[] Tokens(ReadOnlySpan<int> words)
    {
        var tokens = new NameToken[words.Length];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = _table.Token(words[i]);
        return tokens;
    }

    /// <summary>Collects names, then freezes.</summary>
    internal sealed class Builder(NameFamily family)
    {
        private const double HeavierThanAll = 1_000;

        private readonly WordTable.Builder _table = new();
        private readonly Postings.Builder _words = new();
        private readonly Postings.Builder _pairs = new();
        private readonly List<Bearer> _bearers = [];
        private readonly List<int> _nameOf = [];
        private readonly List<byte> _forms = [];
        private readonly List<string?> _knownForms = [null];
        private readonly Dictionary<Sequence, int> _known = [];

        public void Add(Bearer bearer, PreparedName prepared)
        {
            if (prepared.Tokens.IsEmpty)
                return;
            int[] words = [.. prepared.Tokens.Select(_table.Number)];
            var form = FormOf(prepared.LegalForm);
            ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, new Sequence(words, form), out var known);
            if (!known)
            {
                name = _forms.Count;
                _words.Add(words);
                _pairs.Add([.. prepared.Pairs.Select(_table.Number)]);
                _forms.Add(form);
            }
            _nameOf.Add(name);
            _bearers.Add(bearer);
        }

        public (WordTable Table, NameTable Names) Build()
        {
            var (table, renumbered) = _table.Build();
            var (order, places) = ByWeight(table, renumbered);
            var (words, pairs) = (_words.Build(order, w => renumbered[w]), _pairs.Build(order, w => renumbered[w]));
            var bearers = Postings.ByKey([.. _nameOf.Select(n => places[n])], _forms.Count);
            return (table, new NameTable(family, table, words, pairs, bearers, [.. _bearers], [.. order.Select(n => _forms[n])], [.. _knownForms]));
        }

        // Names without initials come first, and light ones before heavy ones, so that neighbours weigh the same.
        private (int[] Order, int[] Places) ByWeight(WordTable table, int[] renumbered)
        {
            var (order, weights, places) = (new int[_forms.Count], new double[_forms.Count], new int[_forms.Count]);
            for (var name = 0; name < order.Length; name++)
            {
                order[name] = name;
                foreach (var word in _words[name])
                {
                    ref readonly var facts = ref table.Facts(renumbered[word]);
                    weights[name] += facts.Weight + (facts.Kind == TokenKind.Initial ? HeavierThanAll : 0);
                }
            }
            Array.Sort(weights, order);
            for (var place = 0; place < order.Length; place++)
                places[order[place]] = place;
            return (order, places);
        }

        private byte FormOf(string? form)
        {
            var at = _knownForms.IndexOf(form);
            if (at >= 0)
                return (byte)at;
            _knownForms.Add(form);
            return checked((byte)(_knownForms.Count - 1));
        }

        /// <summary>The words and the form of a name, by value.</summary>
        private readonly struct Sequence(int[] words, byte form) : IEquatable<Sequence>
        {
            private readonly int[] _words = words;
            private readonly byte _form = form;

            public bool Equals(Sequence other) => _form == other._form && _words.AsSpan().SequenceEqual(other._words);

            public override bool Equals(object? obj) => obj is Sequence other && Equals(other);

            public override int GetHashCode()
            {
                var hash = new HashCode();
                hash.AddBytes(MemoryMarshal.AsBytes(_words.AsSpan()));
                hash.Add(_form);
                return hash.ToHashCode();
            }
        }
    }
}

/// <summary>Who bears a name: the entity, and which of its aliases it is; -1 is its first name.</summary>
internal readonly record struct Bearer(int Entity, int Alias)
{
    public string NameIn(ListEntity entity) => Alias < 0 ? entity.Name : entity.Aliases[Alias].Name;

    public AliasStrength StrengthIn(ListEntity entity) => Alias < 0 ? AliasStrength.Strong : entity.Aliases[Alias].Strength;
}
