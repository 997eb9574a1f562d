namespace KybPlatform.Policies.Expressions.Syntax;

internal enum TokenKind { End, Ident, Quoted, Int, Uint, Double, String, Bytes, Symbol }

/// <summary>One lexical element. <paramref name="Text"/> is the name or symbol; <paramref name="Value"/> the magnitude, string or bytes of a literal.</summary>
internal readonly record struct CelToken(TokenKind Kind, int Start, int End, string Text, object? Value = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

/// <summary>Ends parsing at the first thing that is not CEL. Caught in <see cref="CelParser.Parse"/>, never seen outside.</summary>
internal sealed class CelSyntaxException(string code, string message, int position) : Exception(message)
{
    public CelIssue Issue { get; } = new(code, message, position);
}
