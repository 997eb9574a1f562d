namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Writes down what each part gave while it runs. Bounded: what goes over is counted, not kept.</summary>
internal sealed class CelTracer(string source)
{
    private const int MaxParts = 4_000;
    private const int MaxTurns = 25;
    private Level? _current;
    private int _kept;

    /// <summary>The trace of the whole expression, once it has run.</summary>
    public CelTrace? Root { get; private set; }

    /// <summary>Notes the fact path that the part which is running reads.</summary>
    public void Read(string path)
    {
        if (_current is not null) _current.Trace.Reads = path;
    }

    public CelValue Run(Node node, CelFrame frame)
    {
        var outer = _current;
        if (outer is not null && !Admit(outer, node)) return RunUntraced(node, frame);
        var level = new Level(new CelTrace(source, node));
        _current = level;
        var value = node.Run(frame);
        _current = outer;
        level.Trace.Value = value;
        Close(level);
        if (outer is null) Root = level.Trace;
        else outer.Keep(node, level.Trace);
        return value;
    }

    private bool Admit(Level outer, Node node)
    {
        if (outer.CountTurn(node) <= MaxTurns && _kept++ < MaxParts) return true;
        outer.Trace.Omitted++;
        return false;
    }

    private CelValue RunUntraced(Node node, CelFrame frame)
    {
        frame.Tracer = null;
        var value = node.Run(frame);
        frame.Tracer = this;
        return value;
    }

    private void Close(Level level)
    {
        var parts = level.Trace.Node.Parts;
        for (var i = 0; i < parts.Length; i++)
        {
            if (level.Turns[i] == 0) level.Keep(parts[i], new CelTrace(source, parts[i]));
        }
        level.Close();
    }

    /// <summary>A part that is running. Parts in a loop are kept as they come; all others have their place.</summary>
    private sealed class Level
    {
        private readonly CelTrace?[] _places = [];
        private readonly List<CelTrace>? _turns;

        public Level(CelTrace trace)
        {
            Trace = trace;
            if (trace.Node.Parts is not { Length: > 0 } parts) return;
            Turns = new int[parts.Length];
            if (trace.Node.IsLoop) _turns = [];
            else _places = new CelTrace?[parts.Length];
        }

        public CelTrace Trace { get; }

        /// <summary>How often each part was evaluated.</summary>
        public int[] Turns { get; } = [];

        public int CountTurn(Node node) => ++Turns[Array.IndexOf(Trace.Node.Parts, node)];

        public void Keep(Node node, CelTrace trace)
        {
            if (_turns is not null) _turns.Add(trace);
            else _places[Array.IndexOf(Trace.Node.Parts, node)] = trace;
        }

        public void Close() => Trace.Children = _turns ?? (Trace.Omitted == 0 ? _places! : (IReadOnlyList<CelTrace>)[.. _places.OfType<CelTrace>()]);
    }
}
