namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Writes down what each part gave while it runs. Bounded: what goes over is counted, not kept.</summary>
internal sealed class CelTracer(string source)
{
    private const int MaxParts = 4_000;
    private const int MaxTurns = 25;
    private readonly Stack<Entry> _open = new();
    private int _kept;

    private sealed class Entry(Node node)
    {
        public Node Node { get; } = node;

        public List<(Node Node, CelTrace Trace)> Parts { get; } = [];

        public Dictionary<Node, int> Turns { get; } = [];

        public string? Reads { get; set; }

        public int Omitted { get; set; }
    }

    public CelTrace Root { get; private set; } = new("", 0, null, null, [], 0);

    /// <summary>Notes the fact path that the part which is running reads.</summary>
    public void Read(string path)
    {
        if (_open.TryPeek(out var entry)) entry.Reads = path;
    }

    public CelValue Run(Node node, CelFrame frame)
    {
        var outer = _open.TryPeek(out var parent) ? parent : null;
        if (outer is not null && !Admit(outer, node))
        {
            frame.Tracer = null;
            var untraced = node.Run(frame);
            frame.Tracer = this;
            return untraced;
        }
        var entry = new Entry(node);
        _open.Push(entry);
        var value = node.Run(frame);
        _open.Pop();
        var trace = Close(entry, value);
        if (outer is null) Root = trace;
        else outer.Parts.Add((node, trace));
        return value;
    }

    private bool Admit(Entry outer, Node node)
    {
        var turn = outer.Turns[node] = outer.Turns.GetValueOrDefault(node) + 1;
        if (_kept++ < MaxParts && turn <= MaxTurns) return true;
        outer.Omitted++;
        return false;
    }

    private CelTrace Close(Entry entry, CelValue value)
    {
        var parts = new List<CelTrace>();
        if (entry.Node.IsLoop)
        {
            parts.AddRange(entry.Parts.Select(p => p.Trace));
            parts.AddRange(entry.Node.Parts.Where(p => !entry.Turns.ContainsKey(p)).Select(Skipped));
        }
        else
        {
            foreach (var part in entry.Node.Parts)
            {
                var kept = entry.Parts.Find(p => ReferenceEquals(p.Node, part)).Trace;
                if (kept is not null) parts.Add(kept);
                else if (!entry.Turns.ContainsKey(part)) parts.Add(Skipped(part));
            }
        }
        return new(Text(entry.Node), entry.Node.Source.Start, value, entry.Reads, parts, entry.Omitted);
    }

    private CelTrace Skipped(Node node) => new(Text(node), node.Source.Start, null, null, [], 0);

    private string Text(Node node) => source[node.Source.Start..node.Source.End];
}
