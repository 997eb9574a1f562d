using System.Globalization;
using System.Text.Json.Nodes;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>The workload in the languages of the engines.</summary>
internal static class Languages
{
    private static readonly Dictionary<string, string> Paths = new[]
    {
        ("Country", "country"), ("SenderType", "sender_type"), ("Type", "business.type"), ("Industry", "business.industry"), ("Purpose", "use_case.purpose"),
        ("Volume", "use_case.message_volume"), ("HasLinks", "use_case.has_links"), ("AgeGated", "use_case.age_gated"), ("Lending", "use_case.direct_lending"),
    }.ToDictionary(p => p.Item1, p => p.Item2);

    /// <summary>The policy with rules, as this product writes it. What the rules read is asked for, or the check would refuse them.</summary>
    public static string Policy() => $$"""
        key: xx.rules
        version: 1
        title: Twelve rules
        scope: { sender_type: alphanumeric }
        requirements:
          - { key: type, kind: field, path: business.type }
          - { key: industry, kind: field, path: business.industry }
          - { key: purpose, kind: field, path: use_case.purpose }
          - { key: volume, kind: field, path: use_case.message_volume }
          - { key: links, kind: field, path: use_case.has_links }
          - { key: gated, kind: field, path: use_case.age_gated }
          - { key: lending, kind: field, path: use_case.direct_lending }
        rules:
        {{string.Join('\n', Workload.Rules.Select(r => $"  - {{ key: {r.Key}, when: '{Text(r, Cel, " && ", " || ")}', outcome: review, reason: restricted }}"))}}
        """;

    /// <summary>A policy with nothing but a table.</summary>
    public static string Policy(Cell[] table) => $$"""
        { "key": "xx.table", "version": 1, "title": "Table", "scope": { "sender_type": "alphanumeric" }, "tables": [{
          "key": "tier", "hit": "first", "inputs": [{ "key": "c", "expr": "country" }, { "key": "s", "expr": "sender_type" }], "outputs": [{ "key": "tier", "type": "number" }],
          "rows": [{{string.Join(',', table.Select(c => $$"""{"if":{"c":"{{c.Country}}","s":"{{c.SenderType}}"},"then":{"tier":{{c.Tier}} } }"""))}}] }] }
        """;

    /// <summary>Lambda expressions of Microsoft RulesEngine over an input called <c>s</c>.</summary>
    public static IEnumerable<(string Key, string Expression)> Lambdas(bool table) => table
        ? Workload.Table.Select((c, i) => (string.Create(CultureInfo.InvariantCulture, $"row{i + 1}"), $"s.Country == \"{c.Country}\" && s.SenderType == \"{c.SenderType}\""))
        : Workload.Rules.Select(r => (r.Key, Text(r, Lambda, " && ", " || ")));

    /// <summary>A decision of GoRules ZEN: the table as a decision table, the rules as expressions of one node.</summary>
    public static JsonObject Zen(bool table) => new()
    {
        ["contentType"] = "application/vnd.gorules.decision",
        ["nodes"] = new JsonArray(ZenNode("in", "inputNode", null), table ? ZenNode("main", "decisionTableNode", ZenTable()) : ZenNode("main", "expressionNode", ZenExpressions()), ZenNode("out", "outputNode", null)),
        ["edges"] = new JsonArray(Edge("in", "main"), Edge("main", "out")),
    };

    /// <summary>Rules of json-rules-engine.</summary>
    public static JsonArray JsonRules(bool table) => new([.. (table
        ? Workload.Table.Select((c, i) => (Key: string.Create(CultureInfo.InvariantCulture, $"{i + 1}"), Rule: new Rule("", [new("Country", "==", c.Country), new("SenderType", "==", c.SenderType)])))
        : Workload.Rules.Select((r, i) => (Key: string.Create(CultureInfo.InvariantCulture, $"{i + 1}"), Rule: r))).Select(r => new JsonObject
        {
            ["conditions"] = Conditions(r.Rule),
            ["event"] = new JsonObject { ["type"] = r.Key },
        })]);

    private static string Text(Rule rule, Func<Clause, string> write, string and, string or)
    {
        var all = string.Join(and, rule.All.Select(write));
        return rule.Any.Length == 0 ? all : $"{all}{and}({string.Join(or, rule.Any.Select(write))})";
    }

    private static string Cel(Clause c) => c.Op == "in" ? $"{Paths[c.Fact]} in [{string.Join(", ", c.Values.Select(Literal))}]" : $"{Paths[c.Fact]} {c.Op} {Literal(c.Values[0])}";

    private static string Lambda(Clause c) =>
        c.Op == "in" ? $"({string.Join(" || ", c.Values.Select(v => $"s.{c.Fact} == {Literal(v)}"))})" : $"s.{c.Fact} {c.Op} {Literal(c.Values[0])}";

    private static string ZenText(Clause c) => c.Op == "in" ? $"{c.Fact} in [{string.Join(", ", c.Values.Select(Literal))}]" : $"{c.Fact} {c.Op} {Literal(c.Values[0])}";

    private static string Literal(object value) => value switch
    {
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static JsonObject ZenNode(string id, string type, JsonObject? content)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 } };
        if (content is not null) node["content"] = content;
        return node;
    }

    private static JsonObject ZenTable() => new()
    {
        ["hitPolicy"] = "first",
        ["inputs"] = new JsonArray(new JsonObject { ["id"] = "c", ["name"] = "c", ["field"] = "Country" }, new JsonObject { ["id"] = "s", ["name"] = "s", ["field"] = "SenderType" }),
        ["outputs"] = new JsonArray(new JsonObject { ["id"] = "row", ["name"] = "row", ["field"] = "row" }),
        ["rules"] = new JsonArray([.. Workload.Table.Select((c, i) => new JsonObject
        {
            ["_id"] = string.Create(CultureInfo.InvariantCulture, $"r{i}"),
            ["c"] = $"\"{c.Country}\"",
            ["s"] = $"\"{c.SenderType}\"",
            ["row"] = string.Create(CultureInfo.InvariantCulture, $"{i + 1}"),
        })]),
    };

    private static JsonObject ZenExpressions() => new()
    {
        ["expressions"] = new JsonArray([.. Workload.Rules.Select((r, i) => new JsonObject
        {
            ["id"] = r.Key,
            ["key"] = string.Create(CultureInfo.InvariantCulture, $"r{i + 1}"),
            ["value"] = Text(r, ZenText, " and ", " or "),
        })]),
    };

    private static JsonObject Edge(string from, string to) => new() { ["id"] = from + to, ["sourceId"] = from, ["targetId"] = to, ["type"] = "edge" };

    private static JsonObject Conditions(Rule rule)
    {
        var all = new JsonArray([.. rule.All.Select(Condition)]);
        if (rule.Any.Length > 0) all.Add(new JsonObject { ["any"] = new JsonArray([.. rule.Any.Select(Condition)]) });
        return new JsonObject { ["all"] = all };
    }

    private static JsonObject Condition(Clause c) => new()
    {
        ["fact"] = c.Fact,
        ["operator"] = c.Op switch
        {
            "==" => "equal",
            "!=" => "notEqual",
            "in" => "in",
            "<" => "lessThan",
            ">" => "greaterThan",
            _ => "greaterThanInclusive",
        },
        ["value"] = c.Op == "in" ? new JsonArray([.. c.Values.Select(v => JsonValue.Create((string)v))]) : c.Values[0] switch
        {
            string s => JsonValue.Create(s),
            bool b => JsonValue.Create(b),
            var n => JsonValue.Create((long)n),
        },
    };
}
