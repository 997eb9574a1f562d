using System.Globalization;
using System.Text;
using KybPlatform.Policies.Expressions.Functions;

namespace KybPlatform.Policies.Expressions.Syntax;

/// <summary>Writes trees and values back as source text that parses to the same tree. Every nested operator is put in parentheses.</summary>
internal static class CelPrinter
{
    private const int MaxPrinted = 10_000;

    public static string Print(CelExpr expression) => expression switch
    {
        CelExpr.Literal literal => Print(literal.Value),
        CelExpr.Ident ident => (ident.IsRooted ? "." : "") + Name(ident.Name),
        CelExpr.Select select => $"{Operand(select.Operand)}.{(select.IsOptional ? "?" : "")}{Field(select.Field)}",
        CelExpr.Has has => $"has({Print(has.Field)})",
        CelExpr.Index index => $"{Operand(index.Operand)}[{(index.IsOptional ? "?" : "")}{Print(index.Key)}]",
        CelExpr.Call call => $"{(call.Target is null ? "" : Operand(call.Target) + ".")}{call.Function}({Join(call.Arguments)})",
        CelExpr.Unary unary => $"{unary.Symbol}{Operand(unary.Operand)}",
        CelExpr.Binary binary => $"{Operand(binary.Left)} {binary.Symbol} {Operand(binary.Right)}",
        CelExpr.Logical logical => string.Join(logical.IsAnd ? " && " : " || ", logical.Terms.Select(Operand)),
        CelExpr.Conditional c => $"{Operand(c.Test)} ? {Operand(c.Then)} : {Operand(c.Else)}",
        CelExpr.ListLiteral list => $"[{string.Join(", ", list.Items.Select(i => (i.IsOptional ? "?" : "") + Print(i.Value)))}]",
        CelExpr.MapLiteral map => $"{{{string.Join(", ", map.Entries.Select(e => $"{(e.IsOptional ? "?" : "")}{Print(e.Key)}: {Print(e.Value)}"))}}}",
        CelExpr.Message message => $"{message.Name}{{}}",
        CelExpr.Bind bind => $"cel.bind({Name(bind.Name)}, {Print(bind.Value)}, {Print(bind.Body)})",
        CelExpr.OptionalMap o => $"{Operand(o.Operand)}.{(o.IsFlat ? "optFlatMap" : "optMap")}({Name(o.Name)}, {Print(o.Body)})",
        CelExpr.Loop loop => Loop(loop),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Print(CelValue value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static string Loop(CelExpr.Loop loop)
    {
        var name = loop.Kind switch
        {
            LoopKind.All => "all",
            LoopKind.Exists => "exists",
            LoopKind.ExistsOne => "exists_one",
            LoopKind.Map => "map",
            LoopKind.Filter => "filter",
            LoopKind.TransformList => "transformList",
            LoopKind.TransformMap => "transformMap",
            LoopKind.TransformMapEntry => "transformMapEntry",
        };
        var second = loop.Second is null ? "" : $", {Name(loop.Second)}";
        var filter = loop.Filter is null ? "" : $", {Print(loop.Filter)}";
        return $"{Operand(loop.Range)}.{name}({Name(loop.First)}{second}{filter}, {Print(loop.Body)})";
    }

    /// <summary>The numbered variables of blocks are written as the calls that stand for them.</summary>
    private static string Name(string name) => name.Split(':', '@') switch
    {
        ["", "it", var depth, var number] => $"cel.iterVar({depth}, {number})",
        ["", "ac", var depth, var number] => $"cel.accuVar({depth}, {number})",
        ["", var index] => $"cel.index({index["index".Length..]})",
        _ => name,
    };

    private static string Join(IEnumerable<CelExpr> expressions) => string.Join(", ", expressions.Select(Print));

    private static string Field(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(name[0])
        && name is not ("true" or "false" or "null" or "in") ? name : $"`{name}`";

    private static string Operand(CelExpr expression) => expression switch
    {
        CelExpr.Unary or CelExpr.Binary or CelExpr.Logical or CelExpr.Conditional or CelExpr.Message => $"({Print(expression)})",
        CelExpr.Literal { Value.Kind: CelKind.Int or CelKind.Double } => $"({Print(expression)})",
        _ => Print(expression),
    };

    private static void Write(CelValue value, StringBuilder text)
    {
        if (text.Length > MaxPrinted)
        {
            text.Append('…');
            return;
        }
        switch (value)
        {
            case CelBool b: text.Append(b.Value ? "true" : "false"); break;
            case CelInt i: text.Append(i.Value); break;
            case CelUint u: text.Append(u.Value).Append('u'); break;
            case CelDouble d: text.Append(Literal(d.Value)); break;
            case CelString s: Quote(s.Value, text); break;
            case CelBytes b: WriteBytes(b.Value, text); break;
            case CelTimestamp t: text.Append("timestamp(\"").Append(t.ToText()).Append("\")"); break;
            case CelDuration d: text.Append("duration(\"").Append(d.ToText()).Append("\")"); break;
            case CelTypeValue t: text.Append(t.Denoted.Name); break;
            case CelOptional { Value: null }: text.Append("optional.none()"); break;
            case CelOptional o: WriteAll(text, "optional.of(", [o.Value!], ")"); break;
            case CelList list: WriteAll(text, "[", list, "]"); break;
            case CelMap map: WriteEntries(text, map); break;
            case CelObject o: WriteEntries(text, o.Fields.Order(StringComparer.Ordinal).Select(f => KeyValuePair.Create(CelValue.Of(f), o.Find(f)!))); break;
            case CelUnknown u: text.Append("unknown(").AppendJoin(", ", u.Paths).Append(')'); break;
            case CelError e: text.Append("error(").Append(e.Code).Append(')'); break;
            default: text.Append("null"); break;
        }
    }

    private static void WriteAll(StringBuilder text, string open, IEnumerable<CelValue> values, string close)
    {
        text.Append(open);
        var separator = "";
        foreach (var value in values)
        {
            text.Append(separator);
            Write(value, text);
            separator = ", ";
        }
        text.Append(close);
    }

    private static void WriteEntries(StringBuilder text, IEnumerable<KeyValuePair<CelValue, CelValue>> entries)
    {
        text.Append('{');
        var separator = "";
        foreach (var (key, value) in entries)
        {
            text.Append(separator);
            Write(key, text);
            text.Append(": ");
            Write(value, text);
            separator = ", ";
        }
        text.Append('}');
    }

    private static string Literal(double value)
    {
        var digits = NumberText.Format(value);
        return digits.All(c => char.IsAsciiDigit(c) || c == '-') ? digits + ".0" : digits;
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        text.Append("b\"");
        foreach (var b in bytes) text.Append("\\x").Append(b.ToString("x2", CultureInfo.InvariantCulture));
        text.Append('"');
    }

    internal static void Quote(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\a' => text.Append("\\a"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\v' => text.Append("\\v"),
                _ => text.Append(rune.ToString()),
            };
        }
        text.Append('"');
    }
}
