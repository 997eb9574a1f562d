using System.Collections.Immutable;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Index;

/// <summary>
/// Whom to look for. <see cref="Schema"/> null searches every kind of party. <see cref="BirthDate"/>, <see cref="Countries"/> (ISO codes) and
/// <see cref="Identifiers"/> are further evidence: leaving them out never hides a match by name, giving them can lower, confirm or add one; <see cref="Addresses"/>
/// can also lift a name that is nearly one.
/// <see cref="Lists"/> null searches every list of the index. <see cref="Limit"/> bounds the answer, best first.
/// </summary>
public sealed record ScreeningQuery
{
    /// <summary>Lower thresholds are refused: two names that share less than half are no result, and the search would not be exact.</summary>
    public const double LowestThreshold = 0.6;

    public required string Name { get; init; }
    public EntitySchema? Schema { get; init; }
    public PartialDate? BirthDate { get; init; }
    public ImmutableArray<string> Countries { get; init; } = [];
    public ImmutableArray<string> Identifiers { get; init; } = [];
    public ImmutableArray<GivenAddress> Addresses { get; init; } = [];
    public ImmutableArray<string>? Lists { get; init; }
    public double Threshold { get; init; } = NameScorer.DefaultThreshold;
    public int Limit { get; init; } = 100;
}

/// <summary>
/// One listed party that the query may be. <paramref name="MatchedName"/> is the listed name or alias that scored best, <paramref name="NameScore"/>
/// its score before evidence.
/// </summary>
public sealed record ScreeningMatch(
    ListEntity Entity, double Score, double NameScore, string MatchedName, AliasStrength Strength, bool IsSample, ImmutableArray<ScorePiece> Pieces);
