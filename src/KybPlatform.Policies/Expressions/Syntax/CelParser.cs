namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Recursive descent over the grammar of cel-spec, with precedence climbing for the binary operators.</summary>
internal sealed partial class CelParser
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    };

    private readonly List<CelToken> _tokens;
    private readonly CelLimits _limits;
    private int _at;
    private int _nesting;
    private int _nodes;

    private CelParser(List<CelToken> tokens, CelLimits limits) => (_tokens, _limits) = (tokens, limits);

    /// <summary>The tree, or null and the first thing that is wrong.</summary>
    public static (CelExpr? Root, IReadOnlyList<CelIssue> Issues) Parse(string source, CelLimits limits)
    {
        if (source.Length > limits.MaxLength) return (null, [new(CelIssueCodes.ExpressionTooLong, "The expression is too long.", limits.MaxLength)]);
        try
        {
            var parser = new CelParser(new CelLexer(source).ReadAll(), limits);
            var root = parser.Expression();
            if (parser.Current.Kind != TokenKind.End) throw parser.Unexpected("the end");
            return (root, []);
        }
        catch (CelSyntaxException wrong)
        {
            return (null, [wrong.Issue]);
        }
    }

    private CelToken Current => _tokens[_at];

    private int LastEnd => _at == 0 ? 0 : _tokens[_at - 1].End;

    private CelExpr Expression()
    {
        if (++_nesting > _limits.MaxDepth) throw TooDeep(Current.Start);
        var start = Current.Start;
        var test = Chain(start, "||", isAnd: false);
        if (Accept("?"))
        {
            var then = Chain(Current.Start, "||", isAnd: false);
            Expect(":");
            test = Keep(new CelExpr.Conditional(test, then, Expression()), start);
        }
        _nesting--;
        return test;
    }

    private CelExpr Chain(int start, string symbol, bool isAnd)
    {
        var first = isAnd ? Operators(1) : Chain(start, "&&", isAnd: true);
        if (!Current.Is(symbol)) return first;
        var terms = new List<CelExpr> { first };
        while (Accept(symbol)) terms.Add(isAnd ? Operators(1) : Chain(Current.Start, "&&", isAnd: true));
        return Keep(new CelExpr.Logical(isAnd, terms), start);
    }

    private static int Precedence(CelToken token) => token.Kind != TokenKind.Symbol ? 0 : token.Text switch
    {
        "<" or "<=" or ">" or ">=" or "==" or "!=" or "in" => 1,
        "+" or "-" => 2,
        "*" or "/" or "%" => 3,
        _ => 0,
    };

    private CelExpr Operators(int lowest)
    {
        var start = Current.Start;
        var left = Unary();
        while (Precedence(Current) is var precedence && precedence >= lowest)
        {
            var symbol = Take().Text;
            left = Keep(new CelExpr.Binary(symbol, left, Operators(precedence + 1)), start);
        }
        return left;
    }

    private CelExpr Unary()
    {
        var start = Current.Start;
        if (!Current.Is("!") && !Current.Is("-")) return Member();
        var symbol = Current.Text;
        var signs = new Stack<int>();
        while (Current.Is(symbol) && !IsSignOfNumber()) signs.Push(Take().Start);
        var operand = Member();
        while (signs.TryPop(out var at)) operand = Keep(new CelExpr.Unary(symbol, operand), at);
        return operand.Start == start ? operand : operand with { Start = start };
    }

    /// <summary>A minus right before a number belongs to the number, so that the smallest int can be written.</summary>
    private bool IsSignOfNumber() => Current.Is("-") && _tokens[_at + 1].Kind is TokenKind.Int or TokenKind.Double;

    private CelExpr Member()
    {
        var start = Current.Start;
        var operand = Primary();
        while (true)
        {
            if (Accept(".")) operand = Selection(operand, start);
            else if (Accept("["))
            {
                var isOptional = Accept("?");
                var key = Expression();
                Expect("]");
                operand = Keep(new CelExpr.Index(operand, key, isOptional), start);
            }
            else if (Current.Is("{") && QualifiedName(operand) is { } name) operand = MessageBody(name, start);
            else return operand;
        }
    }

    private CelExpr Selection(CelExpr operand, int start)
    {
        var isOptional = Accept("?");
        var name = Current;
        if (name.Kind is not (TokenKind.Ident or TokenKind.Quoted)) throw Unexpected("a field name");
        _at++;
        if (isOptional || name.Kind == TokenKind.Quoted || !Current.Is("(")) return Keep(new CelExpr.Select(operand, name.Text, isOptional), start);
        var arguments = Arguments();
        return Keep(ExpandMember(operand, name, arguments) ?? new CelExpr.Call(operand, name.Text, arguments), start);
    }

    private List<CelExpr> Arguments()
    {
        Expect("(");
        var arguments = new List<CelExpr>();
        if (Accept(")")) return arguments;
        do arguments.Add(Expression());
        while (Accept(","));
        Expect(")");
        return arguments;
    }

    private static string? QualifiedName(CelExpr expression) => expression switch
    {
        CelExpr.Ident ident => ident.Name,
        CelExpr.Select { IsOptional: false } select when QualifiedName(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private CelToken Take() => _tokens[_at++];

    private bool Accept(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Accept(symbol)) throw Unexpected($"'{symbol}'");
    }

    private CelSyntaxException Unexpected(string expected)
    {
        var found = Current.Kind == TokenKind.End ? "the expression ends" : Current.Text.Length > 0 ? $"there is '{Current.Text}'" : "there is a literal";
        return new(CelIssueCodes.SyntaxError, $"Expected {expected}, but {found}.", Current.Start);
    }

    private static CelSyntaxException TooDeep(int position) => new(CelIssueCodes.ExpressionTooDeep, "The expression is nested too deeply.", position);

    /// <summary>Gives a new node its place in the source, and holds the limits.</summary>
    private T Keep<T>(T node, int start) where T : CelExpr
    {
        if (++_nodes > _limits.MaxNodes) throw new CelSyntaxException(CelIssueCodes.ExpressionTooLarge, "The expression has too many parts.", start);
        if (node.Depth > _limits.MaxDepth) throw TooDeep(start);
        return node with { Start = start, End = LastEnd };
    }
}
