using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class TableIndexTests
{
    private static readonly object?[] Inputs = [null, DBNull.Value, "a", "b", "c", "zz", "", true, false, 0d, -0d, 1d, 1.5, 2d, 3d, -7d, 1e300, double.NaN, double.PositiveInfinity];
    private static readonly object[] Named = ["a", "b", "c", "", true, false, 0d, 1d, 2d];

    private static readonly Gen<double?> Bound = Gen.Int[-2, 6].Select(n => n > 3 ? (double?)null : n / 2d);
    private static readonly Gen<IReadOnlyList<object>> Values = Gen.Int[0, Named.Length - 1].Select(i => Named[i]).List[0, 3].Select(v => (IReadOnlyList<object>)v);

    private static readonly Gen<TableCell?> Cell = Gen.Frequency(
        (2, Gen.Const((TableCell?)null)),
        (4, Values.Where(v => v.Count > 0).Select(v => (TableCell?)new TableCell(v, [], null, null, null, null))),
        (1, Values.Select(v => (TableCell?)new TableCell([], v, null, null, null, null))),
        (3, Gen.Select(Values, Bound, Bound, Bound, Bound).Select(t => (TableCell?)new TableCell([], t.Item1, t.Item2, t.Item3, t.Item4, t.Item5))));

    private static readonly Gen<TableRow> Row = Gen.Select(Cell, Cell, Cell, Gen.Int[0, 2]).Select(t => new TableRow(
        new[] { ("x", t.Item1), ("y", t.Item2), ("z", t.Item3) }.Where(c => c.Item2 is not null).ToDictionary(c => c.Item1, c => c.Item2!),
        t.Item4 == 2 ? new Dictionary<string, object>() : new Dictionary<string, object> { ["points"] = (double)t.Item4 }, null));

    private static readonly (HitPolicy, TableAggregate?)[] Hits =
    [
        (HitPolicy.First, null), (HitPolicy.Any, null), (HitPolicy.Collect, null), (HitPolicy.Collect, TableAggregate.Sum),
        (HitPolicy.Collect, TableAggregate.Min), (HitPolicy.Collect, TableAggregate.Max), (HitPolicy.Collect, TableAggregate.Count),
    ];

    private static readonly Gen<(HitPolicy, TableAggregate?)> Hit = Gen.Int[0, Hits.Length - 1].Select(i => Hits[i]);

    private static readonly Gen<DecisionTable> Table = Gen.Select(Hit, Row.List[0, 12]).Select((hit, rows) => new DecisionTable(
        "t", null, hit.Item1, hit.Item2, [new("x", "null"), new("y", "null"), new("z", "null")], [new("points", "number", [])], rows, []));

    private static readonly Gen<object?> Input = Gen.Int[0, Inputs.Length - 1].Select(i => Inputs[i]);

    [Fact]
    public void Any_table_says_what_looking_at_every_row_says() => Gen.Select(Table, Gen.Select(Input, Input, Input).List[1, 20]).Sample((table, inputs) =>
    {
        var index = new TableIndex(table);
        foreach (var (x, y, z) in inputs) Same(index, table, [x, y, z]);
    }, iter: 4_000);

    [Fact]
    public void A_table_too_wide_to_keep_every_answer_says_the_same()
    {
        var names = Enumerable.Range(0, 90).Select(n => (object)$"v{n}").ToArray();
        var rows = Enumerable.Range(0, 90).Select(n => new TableRow(
            new Dictionary<string, TableCell> { ["x"] = new([names[n]], [], null, null, null, null), ["y"] = new([names[89 - n], names[n]], [], null, null, null, null) },
            new Dictionary<string, object> { ["points"] = (double)n }, null)).ToList();
        var table = new DecisionTable("t", null, HitPolicy.First, null, [new("x", "null"), new("y", "null"), new("z", "null")], [new("points", "number", [])], rows, []);
        var index = new TableIndex(table);

        for (var n = 0; n < 90; n++)
        {
            Same(index, table, [names[n], names[89 - n], null]);
            Same(index, table, [names[n], null, DBNull.Value]);
            Same(index, table, [null, names[(n * 7) % 90], true]);
        }
    }

    private static void Same(TableIndex index, DecisionTable table, object?[] inputs)
    {
        var classes = inputs.Select((value, i) => index.Columns[i].ClassOf(value)).ToArray();
        var expected = TableByRow.Decide(table, inputs);
        for (var turn = 0; turn < 2; turn++)
        {
            var result = index.Decide(classes).Result;
            result.Outcome.Should().Be(expected.Outcome);
            result.Rows.Should().Equal(expected.Rows);
            result.Values.Should().BeEquivalentTo(expected.Values);
        }
    }
}
