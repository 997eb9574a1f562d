using System.Text.Json.Nodes;

namespace KybPlatform.Policies.Documents;

/// <summary>Rows over named inputs. An input that is unknown may match every cell but an empty one, so no row after it is sure.</summary>
public sealed record DecisionTable(
    string Key, string? Title, HitPolicy Hit, TableAggregate? Aggregate,
    IReadOnlyList<TableInput> Inputs, IReadOnlyList<TableOutput> Outputs, IReadOnlyList<TableRow> Rows, IReadOnlyList<PolicySource> Sources);

/// <summary>Which of the rows that apply count: the first, any (they must agree), or all of them combined.</summary>
public enum HitPolicy
{
    First,
    Any,
    Collect,
}

/// <summary>How a collecting table combines its numbers.</summary>
public enum TableAggregate
{
    Sum,
    Min,
    Max,
    Count,
}

/// <summary>One column that a table asks about: what it is called, and the expression whose value its cells are compared with.</summary>
public sealed record TableInput(string Key, string Expr);

/// <summary>A column of results. <c>outcome</c>, <c>reason</c> and <c>points</c> act; all others are reported.</summary>
public sealed record TableOutput(string Key, string Type, IReadOnlyList<object> Values);

/// <summary>A row applies when each named cell accepts its input. An input without a cell is not looked at.</summary>
public sealed record TableRow(IReadOnlyDictionary<string, TableCell> If, IReadOnlyDictionary<string, object> Then, string? Note);

/// <summary>What a cell accepts: one of some values, anything known but some values (a fact known to be absent, too), or a range.</summary>
public sealed record TableCell(IReadOnlyList<object> In, IReadOnlyList<object> NotIn, double? Gt, double? Gte, double? Lt, double? Lte);

/// <summary>An example that must hold before the version can be published.</summary>
public sealed record PolicyTest(
    string Name, string? Like, JsonObject? Facts, bool AssumeVerificationsPassed, IReadOnlyList<string> Unavailable,
    bool Live, bool Attested, bool RetryScheduled, PolicyTestExpectation Expect);

/// <summary>What an example expects. Null or empty parts are not compared.</summary>
public sealed record PolicyTestExpectation(Outcome Outcome, IReadOnlyList<string> Reasons, IReadOnlyDictionary<string, RequirementOutcome> Requirements, int? Points);
