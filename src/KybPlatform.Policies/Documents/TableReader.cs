using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>Reads decision tables.</summary>
internal static class TableReader
{
    private const int MostColumns = 50;

    public static DecisionTable? Read(ObjectReader r, string key)
    {
        var inputs = r.Objects("inputs", required: true, MostColumns).Select(Input).ToList();
        var outputs = r.Objects("outputs", required: true, MostColumns).Select(Output).ToList();
        var table = new DecisionTable(
            key, r.Text("title"), r.Choice<HitPolicy>("hit", required: true) ?? HitPolicy.First, r.Choice<TableAggregate>("aggregate"),
            inputs, outputs, [.. r.Objects("rows", required: true).Select(row => Row(row, inputs, outputs))], SourceReader.Read(r));
        Twice(r, "inputs", inputs.Select(i => i.Key));
        Twice(r, "outputs", outputs.Select(o => o.Key));
        if (table is { Aggregate: not null, Hit: not HitPolicy.Collect }) r.Refuse("aggregate", "aggregate_without_collect", "Only a collecting table combines rows.");
        if (table.Aggregate is not null && outputs.Exists(o => o.Type != "number" && (table.Aggregate is not TableAggregate.Count || o.Key is "outcome" or "reason")))
            r.Refuse("aggregate", "aggregate_of_text", "Sum, min and max combine number outputs only, and no number is an outcome or a reason.");
        r.Close();
        return table;
    }

    private static void Twice(ObjectReader r, string name, IEnumerable<string> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys.Where(k => !seen.Add(k)).Distinct(StringComparer.Ordinal)) r.Refuse(name, "duplicate_entry", $"'{key}' is already one of the {name}.");
    }

    private static TableInput Input(ObjectReader r)
    {
        var input = new TableInput(r.Text("key", required: true) ?? "", r.Text("expr", required: true) ?? "null");
        r.Close();
        return input;
    }

    private static TableOutput Output(ObjectReader r)
    {
        var output = new TableOutput(r.Text("key", required: true) ?? "", r.OneOf("type", ["string", "number", "bool"]) ?? "string", r.Values("values"));
        var acts = output.Key switch { "outcome" or "reason" => "string", "points" => "number", _ => output.Type };
        if (acts != output.Type) r.Refuse("type", "wrong_type", $"'{output.Key}' acts, and so is a {acts}.");
        r.Close();
        return output;
    }

    private static TableRow Row(ObjectReader r, List<TableInput> inputs, List<TableOutput> outputs)
    {
        var cells = new Dictionary<string, TableCell>(StringComparer.Ordinal);
        if (r.Object("if") is { } conditions)
        {
            foreach (var (name, node) in conditions.Members())
            {
                if (!inputs.Exists(i => i.Key == name)) conditions.Refuse(name, "unknown_input", $"'{name}' is no input of this table.", NearestName.Of(name, inputs.Select(i => i.Key)));
                else if (Cell(conditions, name, node) is { } cell) cells[name] = cell;
            }
        }

        var row = new TableRow(cells, Results(r.Object("then", required: true), outputs), r.Text("note"));
        r.Close();
        return row;
    }

    /// <summary>Null and "-" accept everything, so they leave no cell behind.</summary>
    private static TableCell? Cell(ObjectReader r, string name, JsonNode? node)
    {
        switch (node)
        {
            case null:
            case JsonValue v when Scalars.Of(v) is "-":
                return null;
            case JsonArray { Count: 0 }:
                r.Refuse(name, "empty_list", "A list without values accepts nothing; leave the cell out to accept everything.");
                return null;
            case JsonArray:
                return new TableCell(r.Values(name), [], null, null, null, null);
            case JsonObject:
                var b = r.Object(name)!;
                var cell = new TableCell([], b.Values("not_in"), b.Number("gt"), b.Number("gte"), b.Number("lt"), b.Number("lte"));
                b.Close();
                return cell;
            default:
                return new TableCell([Scalars.Of(node)!], [], null, null, null, null);
        }
    }

    private static Dictionary<string, object> Results(ObjectReader? r, List<TableOutput> outputs)
    {
        var results = new Dictionary<string, object>(StringComparer.Ordinal);
        if (r is null) return results;
        foreach (var (name, node) in r.Members())
        {
            var output = outputs.Find(o => o.Key == name);
            if (output is null) r.Refuse(name, "unknown_output", $"'{name}' is no output of this table.", NearestName.Of(name, outputs.Select(o => o.Key)));
            else if (Scalars.Of(node) is { } value && Fits(value, output)) results[name] = value;
            else r.Refuse(name, "wrong_type", $"Must be a {output.Type} that the output allows.");
        }

        if (results.GetValueOrDefault("outcome") is string outcome && !(SnakeCase.TryRead<Outcome>(outcome, out var known) && known is not Outcome.Approve))
            r.Refuse("outcome", "unknown_value", $"'{outcome}' is no outcome of a rule.");
        if (results.GetValueOrDefault("reason") is string reason && !ReasonCodes.IsKnown(reason))
            r.Refuse("reason", "unknown_reason", $"'{reason}' is not in the reason code catalogue.", NearestName.Of(reason, ReasonCodes.All.Select(c => c.Key)));
        return results;
    }

    private static bool Fits(object value, TableOutput output) =>
        (output.Type, value) is ("string", string) or ("number", double) or ("bool", bool) && (output.Values.Count == 0 || output.Values.Contains(value));
}
