namespace KybPlatform.Api.Insights;

/// <summary>Percentiles in milliseconds, by nearest rank; null where nothing ended.</summary>
public sealed record Percentiles(long? P50, long? P75, long? P95)
{
    internal static Percentiles Of(Durations durations) => new(durations.At(0.5), durations.At(0.75), durations.At(0.95));
}

/// <summary>Figures of the decisions of one cell, or of all.</summary>
/// <param name="Ended">Approved or declined.</param>
/// <param name="StraightThrough">Ended by automation at its first look.</param>
/// <param name="StraightThroughRate">Of all that ended; null where nothing did.</param>
/// <param name="WallMs">From the first submission to the end, by the clock on the wall.</param>
/// <param name="OwnMs">The same without the time in which the applicant had the word.</param>
public sealed record DecisionFigures(
    string? Country, string? SenderType, long Decisions, long Ended, long Approved, long Declined, long InReview, long InformationRequested, long ByPerson, long StraightThrough,
    double? StraightThroughRate, Percentiles WallMs, Percentiles OwnMs)
{
    internal static readonly string[] Header =
    [
        "country", "sender_type", "decisions", "ended", "approved", "declined", "in_review", "information_requested", "by_person", "straight_through", "straight_through_rate",
        "wall_ms_p50", "wall_ms_p75", "wall_ms_p95", "own_ms_p50", "own_ms_p75", "own_ms_p95",
    ];

    internal static DecisionFigures Of(string? country, string? senderType, Sums sums)
    {
        var ended = sums.Approved + sums.Declined;
        return new DecisionFigures(country, senderType, sums.Decisions, ended, sums.Approved, sums.Declined, sums.InReview, sums.InformationRequested, sums.ByPerson, sums.StraightThrough,
            ended == 0 ? null : Math.Round((double)sums.StraightThrough / ended, 4), Percentiles.Of(sums.Wall), Percentiles.Of(sums.Own));
    }

    internal IReadOnlyList<object?> Cells() =>
    [
        Country, SenderType, Decisions, Ended, Approved, Declined, InReview, InformationRequested, ByPerson, StraightThrough, StraightThroughRate,
        WallMs.P50, WallMs.P75, WallMs.P95, OwnMs.P50, OwnMs.P75, OwnMs.P95,
    ];
}
