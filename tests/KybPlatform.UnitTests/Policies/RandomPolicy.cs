using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using KybPlatform.Policies;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Policies of random rules, risk and tables over a few facts of every kind, and random facts for them.</summary>
internal static class RandomPolicy
{
    private static readonly string[] Texts = ["country", "business.type", "business.industry", "use_case.purpose", "business.website"];
    private static readonly string[] Words = ["GB", "FR", "trust", "other", "banking", "promotional", "https://a.example", "", "x"];
    private static readonly string[] Flags = ["use_case.has_links", "use_case.age_gated"];
    private static readonly string[] Instants = ["business.incorporated_on", "now"];
    private static readonly string[] Dates = ["2026-11-19", "2026-11-20", "2009-05-01", "0001-01-01", "9999-12-31"];
    private static readonly string[] Orders = ["<", "<=", ">", ">=", "==", "!="];
    private const string Volume = "use_case.message_volume";

    private static Gen<string> One(params string[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static readonly Gen<string> Quoted = One(Words).Select(w => $"\"{w}\"");
    private static readonly Gen<string> Span = One("24h", "240h", "100000h", "87600000000ns", "1ns", "150ns").Select(d => $"duration(\"{d}\")");

    private static readonly Gen<string> Atom = Gen.Frequency(
        (4, Gen.Select(One(Texts), One("==", "!="), Quoted).Select((a, o, b) => $"{a} {o} {b}")),
        (1, Gen.Select(One(Texts), One("==", "!="), One(Texts)).Select((a, o, b) => $"{a} {o} {b}")),
        (1, Gen.Select(Quoted, One("==", "!="), One(Texts)).Select((a, o, b) => $"{a} {o} {b}")),
        (3, Gen.Select(One(Texts), Quoted.List[0, 4]).Select((a, list) => $"{a} in [{string.Join(", ", list)}]")),
        (2, Gen.Select(One(Texts), One("startsWith", "endsWith", "contains"), Quoted).Select((a, f, b) => $"{a}.{f}({b})")),
        (3, Gen.Select(One(Orders), Gen.Int[-3, 12]).Select((o, n) => $"{Volume} {o} {n}")),
        (1, Gen.Int[-3, 12].List[0, 3].Select(list => $"{Volume} in [{string.Join(", ", list)}]")),
        (1, Gen.Select(One(Orders), Gen.Int[-3, 12]).Select((o, n) => $"{n} {o} {Volume}")),
        (3, One(Flags)),
        (1, Gen.Select(One(Flags), One("==", "!="), One(Flags)).Select((a, o, b) => $"{a} {o} {b}")),
        (1, Gen.Select(One(Flags), One("true", "false")).Select((a, b) => $"{a} == {b}")),
        (2, Gen.Select(One(Instants), One(Orders), One(Instants), One("+", "-"), Span).Select((a, o, b, s, d) => $"{a} {o} {b} {s} {d}")),
        (1, Gen.Select(One(Instants), One(Orders), One(Dates)).Select((a, o, d) => $"{a} {o} timestamp(\"{d}T00:00:00Z\")")),
        (1, One([.. Texts.Skip(1), Volume, .. Flags]).Select(a => $"has({a})")),
        (1, Gen.Select(One([.. Texts, Volume, .. Flags]), One("==", "!=")).Select((a, o) => $"{a} {o} null")),
        (1, One(Texts).Select(a => $"size({a}) > 2")),
        (1, One("1 / 0 == 1", "true", "false", $"{Volume} * 9223372036854775807 > 0", "use_case.sender_ids.exists(s, s == \"x\")")));

    private static readonly Gen<string> Expression = Gen.Recursive<string>((depth, inner) => depth > 2 ? Atom : Gen.Frequency(
        (3, Atom),
        (2, Gen.Select(inner, inner).Select((a, b) => $"({a} && {b})")),
        (2, Gen.Select(inner, inner).Select((a, b) => $"({a} || {b})")),
        (1, inner.Select(a => $"!({a})")),
        (1, Gen.Select(inner, inner, inner).Select((a, b, c) => $"({a} ? {b} : {c})"))));

    private static readonly Gen<string> TextCell = Gen.Frequency((1, Gen.Const("\"-\"")), (3, Quoted.List[1, 3].Select(v => $"[{string.Join(", ", v)}]")), (1, Quoted.Select(v => $"{{ not_in: [{v}] }}")));
    private static readonly Gen<string> NumberCell = Gen.Frequency((1, Gen.Const("\"-\"")), (2, Gen.Int[-2, 9].Select(n => $"{{ gte: {n} }}")), (2, Gen.Select(Gen.Int[-2, 9], Gen.Int[-2, 9]).Select((a, b) => $"{{ gt: {a}, lt: {b} }}")));

    private static readonly Gen<string> TableRow = Gen.Select(TextCell, NumberCell, One("outcome: review, reason: restricted", "outcome: decline, reason: restricted", "points: 7", "points: 30"))
        .Select((a, b, then) => $"{{ if: {{ a: {a}, b: {b} }}, then: {{ {then} }} }}");

    private static readonly Gen<string> Table = Gen.Select(One("first", "any", "collect"), One(Texts), TableRow.List[1, 6]).Select((hit, a, rows) =>
        $"tables: [{{ key: t, hit: {hit}, inputs: [{{ key: a, expr: {a} }}, {{ key: b, expr: {Volume} }}], outputs: [{{ key: outcome, type: string }}, {{ key: reason, type: string }}, {{ key: points, type: number }}], rows: [{string.Join(", ", rows)}] }}]");

    public static Gen<string> Documents { get; } = Gen.Select(
        Gen.Select(Expression, One("decline", "review", "request_information")).List[0, 8], Gen.Select(Expression, Gen.Int[-20, 60]).List[0, 4], Table, Gen.Bool).Select((rules, risk, table, certain) => With($"""
        {(certain ? "" : "certainty: inferred")}
        rules: [{string.Join(", ", rules.Select((r, i) => $"{{ key: r{i}, when: '{r.Item1}', outcome: {r.Item2}, reason: restricted }}"))}]
        risk: [{string.Join(", ", risk.Select((r, i) => $"{{ key: k{i}, when: '{r.Item1}', points: {r.Item2}, reason: young_company }}"))}]
        thresholds: {"{ review: 30, decline: 60 }"}
        {table}
        """));

    /// <summary>A policy that asks for what the rules read, and for nothing else.</summary>
    public static string With(string parts) => $"""
        key: xx.random
        version: 1
        title: Random
        scope: {"{ sender_type: alphanumeric }"}
        requirements:
          - {"{ key: type, kind: field, path: business.type, when: 'false' }"}
          - {"{ key: industry, kind: field, path: business.industry, when: 'false' }"}
          - {"{ key: website, kind: field, path: business.website, when: 'false' }"}
          - {"{ key: founded, kind: field, path: business.incorporated_on, when: 'false' }"}
          - {"{ key: purpose, kind: field, path: use_case.purpose, when: 'false' }"}
          - {"{ key: volume, kind: field, path: use_case.message_volume, when: 'false' }"}
          - {"{ key: links, kind: field, path: use_case.has_links, when: 'false' }"}
          - {"{ key: gated, kind: field, path: use_case.age_gated, when: 'false' }"}
          - {"{ key: senders, kind: field, path: use_case.sender_ids, when: 'false' }"}
        {parts}
        """;

    /// <summary>Facts by path as JSON text; a path that is not in it is unknown.</summary>
    public static Gen<Dictionary<string, string>> Facts { get; } = Gen.Select(
        Maybe(Texts[0], Quoted), Maybe(Texts[1], Quoted), Maybe(Texts[2], Quoted), Maybe(Texts[3], Quoted), Maybe(Texts[4], Quoted),
        Gen.Select(Maybe(Volume, Gen.Int[-4, 12].Select(n => n.ToString(CultureInfo.InvariantCulture))), Maybe(Flags[0], One("true", "false")), Maybe(Flags[1], One("true", "false"))),
        Gen.Select(Maybe(Instants[0], One(Dates).Select(d => $"\"{d}\"")), Maybe(Instants[1], One(Dates).Select(d => $"\"{d}T00:00:00Z\"")))).Select((a, b, c, d, e, f, g) =>
            new[] { a, b, c, d, e, f.Item1, f.Item2, f.Item3, g.Item1, g.Item2 }.Where(p => p.Item2 is not null).ToDictionary(p => p.Item1, p => p.Item2!));

    public static JsonObject Json(Dictionary<string, string> facts)
    {
        var root = new JsonObject { ["business"] = new JsonObject(), ["use_case"] = new JsonObject() };
        foreach (var (path, json) in facts)
        {
            var dot = path.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0) root[path] = JsonNode.Parse(json);
            else root[path[..dot]]![path[(dot + 1)..]] = JsonNode.Parse(json);
        }

        return root;
    }

    public static void Fill(RowPolicy rows, FactRow row, Dictionary<string, string> facts)
    {
        foreach (var slot in rows.Slots.Where(s => facts.ContainsKey(s.Path)))
        {
            var value = JsonNode.Parse(facts[slot.Path]);
            if (value is null) row.SetAbsent(slot);
            else if (slot.Kind == FactSlotKind.Text) row.Set(slot, value.GetValue<string>());
            else if (slot.Kind == FactSlotKind.Whole) row.Set(slot, value.GetValue<long>());
            else if (slot.Kind == FactSlotKind.Flag) row.Set(slot, value.GetValue<bool>());
            else if (value.GetValue<string>() is { Length: 10 } date) row.Set(slot, DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture));
            else row.Set(slot, DateTimeOffset.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture));
        }
    }

    private static Gen<(string, string?)> Maybe(string path, Gen<string> value) =>
        Gen.Frequency((6, value.Select(v => (path, (string?)v))), (1, Gen.Const((path, (string?)"null"))), (1, Gen.Const((path, (string?)null))));
}
