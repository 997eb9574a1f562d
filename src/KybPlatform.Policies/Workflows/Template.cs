using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>A value that could not be given, and why.</summary>
/// <param name="Code"><c>value_unknown</c> or <c>expression_error</c>.</param>
/// <param name="Detail">Holds paths and codes, no values.</param>
public sealed record ValueFault(string Code, string Detail);

/// <summary>Text with expressions between <c>{{</c> and <c>}}</c>. One that is nothing but an expression gives its value with its type; else the pieces are joined as text.</summary>
internal sealed class Template(IReadOnlyList<(string? Text, CelProgram? Program)> parts)
{
    /// <summary>Splits a text; expressions with their offsets.</summary>
    /// <returns>Null where an expression is not closed.</returns>
    public static List<(string Text, bool IsExpression, int Offset)>? Split(string text)
    {
        var parts = new List<(string, bool, int)>();
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            if (open > at) parts.Add((text[at..open], false, at));
            var close = Close(text, open + 2);
            if (close < 0) return null;
            parts.Add((text[(open + 2)..close], true, open + 2));
            at = close + 2;
        }
        if (at < text.Length || parts.Count == 0) parts.Add((text[at..], false, at));
        return parts;
    }

    /// <summary>The end of an expression: the first braces that stand in no quotes.</summary>
    private static int Close(string text, int at)
    {
        var quote = '\0';
        for (; at + 1 < text.Length; at++)
        {
            if (quote != '\0' && text[at] == '\\') at++;
            else if (quote != '\0') quote = text[at] == quote ? '\0' : quote;
            else if (text[at] is '"' or '\'') quote = text[at];
            else if (text[at] == '}' && text[at + 1] == '}') return at;
        }
        return -1;
    }

    public (JsonNode? Value, ValueFault? Fault) Render(ICelFacts facts)
    {
        if (parts is [{ Program: { } only }]) return Values.ToJson(only.Evaluate(facts));
        var text = new StringBuilder();
        foreach (var (plain, program) in parts)
        {
            if (program is null)
            {
                text.Append(plain);
                continue;
            }
            var value = program.Evaluate(facts);
            if (Values.Fault(value) is { } fault) return (null, fault);
            if (value is CelList or CelMap or CelObject) return (null, new ValueFault("expression_error", "Lists and objects cannot stand inside of text."));
            text.Append(Values.Text(value));
        }
        return (JsonValue.Create(text.ToString()), null);
    }
}

/// <summary>Values of expressions as JSON and as text.</summary>
internal static class Values
{
    public static ValueFault? Fault(CelValue value) => value switch
    {
        CelUnknown unknown => new ValueFault("value_unknown", $"Not known: {string.Join(", ", unknown.Paths)}."),
        CelError error => new ValueFault("expression_error", string.Create(CultureInfo.InvariantCulture, $"{error.Code} at {error.Position}.")),
        _ => null,
    };

    public static (JsonNode? Value, ValueFault? Fault) ToJson(CelValue value)
    {
        if (Fault(value) is { } fault) return (null, fault);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) CelJson.Write(json, value);
        return (JsonNode.Parse(buffer.ToArray()), null);
    }

    public static string Text(CelValue value) => value switch
    {
        CelString s => s.Value,
        CelBool b => b.Value ? "true" : "false",
        CelTimestamp t => t.ToText(),
        CelDuration d => d.ToText(),
        CelInt i => i.Value.ToString(CultureInfo.InvariantCulture),
        CelDouble d => d.Value.ToString("R", CultureInfo.InvariantCulture),
        _ when value.Kind is CelKind.Null => "",
        _ => value.ToString(),
    };

    /// <summary>Null where it is no instant that the platform can hold.</summary>
    public static DateTimeOffset? Instant(CelValue value) => value is CelTimestamp t ? DateTimeOffset.FromUnixTimeSeconds(t.Seconds).AddTicks(t.Nanos / 100) : null;
}
