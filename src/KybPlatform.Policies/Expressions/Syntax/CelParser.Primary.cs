namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Names, literals, lists, maps.</summary>
internal sealed partial class CelParser
{
    private CelExpr Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case TokenKind.Ident:
                return Name(token, token.Start, isRooted: false);
            case TokenKind.Int or TokenKind.Uint or TokenKind.Double:
                return Keep(new CelExpr.Literal(Number(token, isNegative: false)), token.Start);
            case TokenKind.String:
                return Keep(new CelExpr.Literal(CelValue.Of((string)token.Value!)), token.Start);
            case TokenKind.Bytes:
                return Keep(new CelExpr.Literal(new CelBytes((byte[])token.Value!)), token.Start);
            case TokenKind.Symbol when token.Text == "-" && Current.Kind is TokenKind.Int or TokenKind.Double:
                return Keep(new CelExpr.Literal(Number(Take(), isNegative: true)), token.Start);
            case TokenKind.Symbol when token.Text is "true" or "false":
                return Keep(new CelExpr.Literal(CelValue.Of(token.Text == "true")), token.Start);
            case TokenKind.Symbol when token.Text == "null":
                return Keep(new CelExpr.Literal(CelValue.Null), token.Start);
            case TokenKind.Symbol when token.Text == "." && Current.Kind == TokenKind.Ident:
                return Name(Take(), token.Start, isRooted: true);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Expression();
                Expect(")");
                return inner with { Start = token.Start, End = LastEnd };
            case TokenKind.Symbol when token.Text == "[":
                return ListItems(token.Start);
            case TokenKind.Symbol when token.Text == "{":
                return MapEntries(token.Start);
            case TokenKind.End or TokenKind.Quoted or TokenKind.Symbol:
            default:
                _at--;
                throw Unexpected("a value");
        }
    }

    private CelExpr Name(CelToken token, int start, bool isRooted)
    {
        if (Reserved.Contains(token.Text)) throw new CelSyntaxException(CelIssueCodes.ReservedWord, $"'{token.Text}' is a reserved word.", token.Start);
        if (!Current.Is("(")) return Keep(new CelExpr.Ident(token.Text, isRooted), start);
        var arguments = Arguments();
        return Keep<CelExpr>(ExpandHas(token, arguments) as CelExpr ?? new CelExpr.Call(null, token.Text, arguments), start);
    }

    private static CelValue Number(CelToken token, bool isNegative)
    {
        if (token.Kind == TokenKind.Uint) return CelValue.Of((ulong)token.Value!);
        if (token.Kind == TokenKind.Double) return CelValue.Of(isNegative ? -(double)token.Value! : (double)token.Value!);
        var magnitude = (ulong)token.Value!;
        var most = isNegative ? 1UL << 63 : long.MaxValue;
        if (magnitude > most) throw new CelSyntaxException(CelIssueCodes.NumberOutOfRange, "The number does not fit an int.", token.Start);
        return CelValue.Of(isNegative ? unchecked(-(long)magnitude) : (long)magnitude);
    }

    private CelExpr.ListLiteral ListItems(int start)
    {
        var items = new List<CelExpr.ListItem>();
        while (!Current.Is("]"))
        {
            var isOptional = Accept("?");
            items.Add(new(Expression(), isOptional));
            if (!Accept(",")) break;
        }
        Expect("]");
        return Keep(new CelExpr.ListLiteral(items), start);
    }

    private CelExpr.MapLiteral MapEntries(int start)
    {
        var entries = new List<CelExpr.MapEntry>();
        while (!Current.Is("}"))
        {
            var isOptional = Accept("?");
            var key = Expression();
            Expect(":");
            entries.Add(new(key, Expression(), isOptional));
            if (!Accept(",")) break;
        }
        Expect("}");
        return Keep(new CelExpr.MapLiteral(entries), start);
    }

    private CelExpr.Message MessageBody(string name, int start)
    {
        Expect("{");
        while (!Current.Is("}"))
        {
            Accept("?");
            if (Current.Kind is not (TokenKind.Ident or TokenKind.Quoted)) throw Unexpected("a field name");
            _at++;
            Expect(":");
            Expression();
            if (!Accept(",")) break;
        }
        Expect("}");
        return Keep(new CelExpr.Message(name), start);
    }
}
