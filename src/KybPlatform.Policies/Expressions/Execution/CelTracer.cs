namespace KybPlatform.Policies.Expressions.Execution;

/// <summary>Writes down what each part gave while it runs. Bounded: what goes over is counted, not kept.</summary>
internal sealed class CelTracer(string source)
{
    private const int MaxParts = 4_000;
    private const int MaxTurns = 25;

    /// <summary>Characters of the source of all parts together: each is written out with its own text.</summary>
    private const int MaxText = 400_000;
    private CelTrace? _current;
    private CelTrace?[] _places = [];
    private Turns? _turns;
    private int _kept;
    private int _text;

    /// <summary>The trace of the whole expression, once it has run.</summary>
    public CelTrace? Root { get; private set; }

    /// <summary>Notes the fact path that the part which is running reads.</summary>
    public void Read(string path)
    {
        if (_current is not null) _current.Reads = path;
    }

    public CelValue Run(Node node, CelFrame frame)
    {
        var (outer, places, turns) = (_current, _places, _turns);
        var place = outer is null ? 0 : Array.IndexOf(outer.Node.Parts, node);
        if (outer is not null && !Admit(outer, place)) return RunUntraced(node, frame);
        var trace = new CelTrace(source, node);
        _current = trace;
        _turns = node.IsLoop ? new Turns(node.Parts.Length) : null;
        _places = node.Parts.Length == 0 || node.IsLoop ? [] : new CelTrace?[node.Parts.Length];
        var value = node.Run(frame);
        trace.Value = value;
        if (node.Parts.Length > 0) Close(trace);
        (_current, _places, _turns) = (outer, places, turns);
        if (outer is null) Root = trace;
        else if (turns is not null) turns.Kept.Add(trace);
        else places[place] = trace;
        return value;
    }

    private bool Admit(CelTrace outer, int place)
    {
        if ((_turns is null || ++_turns.Counts[place] <= MaxTurns) && _text <= MaxText && _kept++ < MaxParts)
        {
            _text += outer.Node.Parts[place].Source.End - outer.Node.Parts[place].Source.Start;
            return true;
        }

        outer.Omitted++;
        if (_turns is null) _places[place] = outer;
        return false;
    }

    private CelValue RunUntraced(Node node, CelFrame frame)
    {
        frame.Tracer = null;
        var value = node.Run(frame);
        frame.Tracer = this;
        return value;
    }

    /// <summary>Parts that were not needed are there too; those left out have their parent in their place until here.</summary>
    private void Close(CelTrace trace)
    {
        var parts = trace.Node.Parts;
        if (_turns is { } turns)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                if (turns.Counts[i] == 0) turns.Kept.Add(new CelTrace(source, parts[i]));
            }

            trace.Children = turns.Kept;
            return;
        }

        for (var i = 0; i < parts.Length; i++) _places[i] ??= new CelTrace(source, parts[i]);
        trace.Children = trace.Omitted == 0 ? _places! : (IReadOnlyList<CelTrace>)[.. _places.OfType<CelTrace>().Where(p => !ReferenceEquals(p, trace))];
    }

    /// <summary>A loop that is running: how often each part was evaluated, and what is kept of it, as it comes.</summary>
    private sealed class Turns(int parts)
    {
        public int[] Counts { get; } = new int[parts];

        public List<CelTrace> Kept { get; } = [];
    }
}
