using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Which facts a policy's rules, tables and risk read, each with its slot. Of two paths of which one leads through the other, the shorter has it.</summary>
internal sealed class RowLayout
{
    private readonly Dictionary<string, FactSlot> _byPath;
    private readonly CelProgram[] _readers;
    private readonly string[] _paths;

    public RowLayout(IEnumerable<CelProgram> programs, EvaluationOptions options)
    {
        Options = options;
        var read = programs.SelectMany(p => p.ReadPaths).Select(WithoutLists).Append("now").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        _paths = [.. read.Where(path => !read.Exists(other => path.StartsWith(other + ".", StringComparison.Ordinal)))];
        Slots = [.. _paths.Select((path, i) => new FactSlot(i, path, FactSlot.KindOf(path)))];
        _byPath = Slots.ToDictionary(s => s.Path, StringComparer.Ordinal);
        Symbols = [.. Slots.Select(_ => new SymbolTable())];
        _readers = [.. _paths.Select(Reader)];
    }

    public EvaluationOptions Options { get; }

    public IReadOnlyList<FactSlot> Slots { get; }

    public SymbolTable[] Symbols { get; }

    public FactSlot? Find(string path) => _byPath.TryGetValue(path, out var slot) ? slot : null;

    /// <summary>The very strings that the slots of this policy hold, so that a slot of another one is told by reference.</summary>
    public string[] Paths => _paths;

    /// <summary>The path as an expression, for filling a row from a document.</summary>
    public CelProgram ReaderOf(int slot) => _readers[slot];

    public void Freeze()
    {
        foreach (var symbols in Symbols) symbols.Freeze();
    }

    private static string WithoutLists(string path)
    {
        var bracket = path.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0 ? path : path[..bracket];
    }

    private static CelProgram Reader(string path) =>
        CelCompiler.CompileUnchecked(path, Vocabulary.Shipped.Environment).Program ?? throw new FormatException($"'{path}' cannot be read.");
}
