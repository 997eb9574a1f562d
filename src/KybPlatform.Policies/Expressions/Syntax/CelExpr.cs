namespace KybPlatform.Policies.Expressions.Syntax;

internal enum LoopKind { All, Exists, ExistsOne, Map, Filter, TransformList, TransformMap, TransformMapEntry }

/// <summary>The syntax tree: data, one record a construct. Macros are expanded to constructs of their own, so that they read as written.</summary>
internal abstract record CelExpr
{
    private CelExpr() { }

    private CelExpr(int depthOfParts) => Depth = depthOfParts + 1;

    /// <summary>Offsets of the source text; End is exclusive.</summary>
    public int Start { get; init; }

    public int End { get; init; }

    public int Depth { get; } = 1;

    private static int Deepest(params IEnumerable<CelExpr?> parts) => parts.Max(p => p?.Depth) ?? 0;

    internal sealed record Literal(CelValue Value) : CelExpr;

    /// <summary>A name. Rooted (<c>.x</c>): never a local of a macro.</summary>
    internal sealed record Ident(string Name, bool IsRooted = false) : CelExpr;

    /// <summary><c>a.b</c>, or with optional <c>a.?b</c>.</summary>
    internal sealed record Select(CelExpr Operand, string Field, bool IsOptional = false) : CelExpr(Deepest(Operand));

    /// <summary><c>has(a.b)</c>.</summary>
    internal sealed record Has(Select Field) : CelExpr(Deepest(Field));

    /// <summary><c>a[b]</c>, or with optional <c>a[?b]</c>.</summary>
    internal sealed record Index(CelExpr Operand, CelExpr Key, bool IsOptional = false) : CelExpr(Deepest(Operand, Key));

    internal sealed record Call : CelExpr
    {
        public Call(CelExpr? target, string function, IReadOnlyList<CelExpr> arguments) : base(Deepest([target, .. arguments]))
        {
            Target = target;
            Function = function;
            Arguments = arguments;
        }

        public CelExpr? Target { get; }

        public string Function { get; }

        public IReadOnlyList<CelExpr> Arguments { get; }
    }

    internal sealed record Unary(string Symbol, CelExpr Operand) : CelExpr(Deepest(Operand));

    internal sealed record Binary(string Symbol, CelExpr Left, CelExpr Right) : CelExpr(Deepest(Left, Right));

    /// <summary>A chain of <c>&amp;&amp;</c> or of <c>||</c>, two terms or more.</summary>
    internal sealed record Logical : CelExpr
    {
        public Logical(bool isAnd, IReadOnlyList<CelExpr> terms) : base(Deepest(terms))
        {
            IsAnd = isAnd;
            Terms = terms;
        }

        public bool IsAnd { get; }

        public IReadOnlyList<CelExpr> Terms { get; }
    }

    internal sealed record Conditional(CelExpr Test, CelExpr Then, CelExpr Else) : CelExpr(Deepest(Test, Then, Else));

    internal sealed record ListItem(CelExpr Value, bool IsOptional);

    internal sealed record ListLiteral : CelExpr
    {
        public ListLiteral(IReadOnlyList<ListItem> items) : base(Deepest(items.Select(i => i.Value))) => Items = items;

        public IReadOnlyList<ListItem> Items { get; }
    }

    internal sealed record MapEntry(CelExpr Key, CelExpr Value, bool IsOptional);

    internal sealed record MapLiteral : CelExpr
    {
        public MapLiteral(IReadOnlyList<MapEntry> entries) : base(Deepest(entries.SelectMany(e => new[] { e.Key, e.Value }))) => Entries = entries;

        public IReadOnlyList<MapEntry> Entries { get; }
    }

    /// <summary><c>Name{field: value}</c>. Parsed so that the message can say what it is; there are no messages here.</summary>
    internal sealed record Message(string Name) : CelExpr;

    /// <summary>A macro over a list or map. <paramref name="Second"/> is the second variable of the two-variable forms.</summary>
    internal sealed record Loop(LoopKind Kind, CelExpr Range, string First, string? Second, CelExpr? Filter, CelExpr Body) : CelExpr(Deepest(Range, Filter, Body));

    /// <summary><c>cel.bind(name, value, body)</c>.</summary>
    internal sealed record Bind(string Name, CelExpr Value, CelExpr Body) : CelExpr(Deepest(Value, Body));

    /// <summary><c>x.optMap(v, body)</c>; flat: <c>x.optFlatMap(v, body)</c>.</summary>
    internal sealed record OptionalMap(CelExpr Operand, string Name, CelExpr Body, bool IsFlat) : CelExpr(Deepest(Operand, Body));
}
