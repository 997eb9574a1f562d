using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using Npgsql;

namespace KybPlatform.Api.Insights;

/// <summary>One figure as it is read, to be added up.</summary>
internal readonly record struct RawFigure(
    DateTimeOffset At, string Country, string SenderType, DecisionOutcome Outcome, bool ByPerson, bool StraightThrough, long WallMs, long OwnMs, string[] Reasons,
    string? Policy, int? PolicyVersion, string? Reviewer, Guid? Queue)
{
    /// <summary>The columns of <c>f</c>, in the order in which <see cref="Read"/> reads them.</summary>
    public const string Columns = "f.at, f.country, f.sender_type, f.outcome, f.by_person, f.straight_through, f.wall_ms, f.own_ms, f.reasons, f.policy, f.policy_version, f.reviewer, f.queue";

    public static RawFigure Read(NpgsqlDataReader row, int at) => new(
        row.GetFieldValue<DateTimeOffset>(at), row.GetString(at + 1), row.GetString(at + 2), SnakeCase.Parse<DecisionOutcome>(row.GetString(at + 3)), row.GetBoolean(at + 4), row.GetBoolean(at + 5),
        row.GetInt64(at + 6), row.GetInt64(at + 7), row.GetFieldValue<string[]>(at + 8), row.IsDBNull(at + 9) ? null : row.GetString(at + 9), row.IsDBNull(at + 10) ? null : row.GetInt32(at + 10),
        row.IsDBNull(at + 11) ? null : row.GetString(at + 11), row.IsDBNull(at + 12) ? null : row.GetGuid(at + 12));

    /// <summary>What the figure counts for by this facet; null where it counts for nothing.</summary>
    public (string Key, int Number)? Of(FigureFacet facet) => facet switch
    {
        FigureFacet.Cell => (string.Empty, 0),
        FigureFacet.Policy => Policy is null ? null : (Policy, PolicyVersion ?? 0),
        FigureFacet.Reviewer => Reviewer is null ? null : (Reviewer, 0),
        FigureFacet.Queue => Queue is { } queue ? (new CaseQueueId(queue).ToString(), 0) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(facet)),
    };
}
