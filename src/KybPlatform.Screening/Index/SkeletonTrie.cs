namespace KybPlatform.Screening.Index;

/// <summary>
/// A skeleton some edits away from another, with what that costs at least (<see cref="SkeletonCosts"/>), or <see cref="Unknown"/> while that was not worked out.
/// </summary>
internal readonly record struct SkeletonNear(int Skeleton, int Edits, int Cost)
{
    public const int Unknown = -1;
}

/// <summary>All skeletons of a word table as a tree of letters, in which those within a few edits of another are found without looking at the rest.</summary>
internal sealed class SkeletonTrie
{
    private readonly char[] _letters;
    private readonly int[] _firstChild;
    private readonly int[] _skeletons;

    /// <param name="sorted">Distinct skeletons in ordinal order, each with its number.</param>
    public SkeletonTrie(IReadOnlyList<(string Key, int Number)> sorted)
    {
        var (letters, firstChild, skeletons) = (new List<char> { '\0' }, new List<int>(), new List<int>());
        // Breadth first, so that the children of a node are neighbours, and its last child stands before the first one of the next node.
        var waiting = new Queue<(int Start, int End, int Depth)>();
        waiting.Enqueue((0, sorted.Count, 0));
        while (waiting.TryDequeue(out var node))
        {
            var (start, depth) = (node.Start, node.Depth);
            var isWord = start < node.End && sorted[start].Key.Length == depth;
            skeletons.Add(isWord ? sorted[start++].Number : -1);
            firstChild.Add(letters.Count);
            while (start < node.End)
            {
                var (letter, first) = (sorted[start].Key[depth], start);
                while (start < node.End && sorted[start].Key[depth] == letter)
                    start++;
                letters.Add(letter);
                waiting.Enqueue((first, start, depth + 1));
            }
        }
        firstChild.Add(letters.Count);
        (_letters, _firstChild, _skeletons) = ([.. letters], [.. firstChild], [.. skeletons]);
    }

    /// <summary>
    /// Every skeleton at most so many edits away from <paramref name="key"/> (insert, delete, replace, swap of neighbours), with how many.
    /// </summary>
    public void Find(ReadOnlySpan<char> key, int edits, List<SkeletonNear> found)
    {
        found.Clear();
        var width = key.Length + 3;
        var size = (key.Length + edits + 2) * width;
        var walk = new Walk(this, key, edits, size <= 1024 ? stackalloc byte[size] : new byte[size], found);
        walk.Start();
    }

    /// <summary>The same for one edit at most, by trying each; a skeleton that two edits lead to comes twice.</summary>
    public void FindNear(ReadOnlySpan<char> key, bool edit, List<SkeletonNear> found)
    {
        found.Clear();
        var node = 0;
        for (var at = 0; at <= key.Length; at++)
        {
            if (edit)
                TryEdits(node, key[at..], found);
            if (at == key.Length || (node = Child(node, key[at])) < 0)
                break;
        }
        if (node >= 0)
            Take(node, 0, 0, found);
    }

    private void TryEdits(int node, ReadOnlySpan<char> rest, List<SkeletonNear> found)
    {
        for (var child = _firstChild[node]; child < _firstChild[node + 1]; child++)
        {
            Follow(child, rest, SkeletonCosts.One(_letters[child]), found);
            if (rest.Length > 0 && _letters[child] != rest[0])
                Follow(child, rest[1..], SkeletonCosts.Other(rest[0], _letters[child]), found);
        }
        if (rest.Length > 0)
            Follow(node, rest[1..], SkeletonCosts.One(rest[0]), found);
        if (rest.Length > 1 && rest[0] != rest[1] && Child(node, rest[1]) is > 0 and var first && Child(first, rest[0]) is > 0 and var second)
            Follow(second, rest[2..], 0, found);
    }

    private void Follow(int node, ReadOnlySpan<char> rest, int cost, List<SkeletonNear> found)
    {
        foreach (var letter in rest)
        {
            node = Child(node, letter);
            if (node < 0)
                return;
        }
        Take(node, 1, cost, found);
    }

    private int Child(int node, char letter)
    {
        for (var child = _firstChild[node]; child < _firstChild[node + 1]; child++)
        {
            if (_letters[child] == letter)
                return child;
        }
        return -1;
    }

    private void Take(int node, int edits, int cost, List<SkeletonNear> found)
    {
        if (_skeletons[node] >= 0)
            found.Add(new SkeletonNear(_skeletons[node], edits, cost));
    }

    /// <summary>One search: a row of edit distances for each letter on the way down, of which only those near the diagonal are worked out.</summary>
    private readonly ref struct Walk(SkeletonTrie trie, ReadOnlySpan<char> key, int edits, Span<byte> rows, List<SkeletonNear> found)
    {
        private readonly SkeletonTrie _trie = trie;
        private readonly ReadOnlySpan<char> _key = key;
        private readonly int _edits = edits;
        private readonly Span<byte> _rows = rows;
        private readonly List<SkeletonNear> _found = found;

        // One place on either side of a row stands for everything out of reach.
        private Span<byte> Row(int depth) => _rows.Slice(depth * (_key.Length + 3), _key.Length + 3);

        public void Start()
        {
            var row = Row(0);
            row.Fill((byte)(_edits + 1));
            for (var j = 0; j <= Math.Min(_edits, _key.Length); j++)
                row[j + 1] = (byte)j;
            Visit(0, 0, '\0');
        }

        private void Visit(int node, int depth, char letter)
        {
            if (_trie._skeletons[node] >= 0 && Math.Abs(depth - _key.Length) <= _edits && Row(depth)[_key.Length + 1] is var distance && distance <= _edits)
                _found.Add(new SkeletonNear(_trie._skeletons[node], distance, distance == 0 ? 0 : SkeletonNear.Unknown));
            if (depth == _key.Length + _edits)
                return;
            for (var child = _trie._firstChild[node]; child < _trie._firstChild[node + 1]; child++)
            {
                if (Fill(depth + 1, _trie._letters[child], letter) <= _edits)
                    Visit(child, depth + 1, _trie._letters[child]);
            }
        }

        private int Fill(int depth, char letter, char before)
        {
            var above = Row(depth - 1);
            var row = Row(depth);
            var (first, last) = (Math.Max(0, depth - _edits), Math.Min(_key.Length, depth + _edits));
            var least = row[first] = (byte)(_edits + 1);
            for (var j = first; j <= last; j++)
            {
                // The cell of j letters of the key is at j + 1.
                var cost = Math.Min(above[j + 1], row[j]) + 1;
                if (j > 0)
                    cost = Math.Min(cost, above[j] + (_key[j - 1] == letter ? 0 : 1));
                if (j > 1 && depth > 1 && _key[j - 1] == before && _key[j - 2] == letter)
                    cost = Math.Min(cost, Row(depth - 2)[j - 1] + 1);
                row[j + 1] = (byte)cost;
                least = Math.Min(least, row[j + 1]);
            }
            row[last + 2] = (byte)(_edits + 1);
            return least;
        }
    }
}
