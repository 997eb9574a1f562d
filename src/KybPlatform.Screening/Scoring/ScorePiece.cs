using System.Collections.Immutable;

namespace KybPlatform.Screening.Scoring;

/// <summary>
/// One part of a score that a person can check. <paramref name="Key"/> is stable (token, initial, joined, left_over, conflict, order, number,
/// legal_form, whole, weak_alias, birth_date, country, address, identifier, nothing_left); <paramref name="Similarity"/> and <paramref name="Weight"/> are what entered the
/// score; <paramref name="Why"/> is a sentence part such as <c>putin ~ poutine</c>.
/// </summary>
public sealed record ScorePiece(string Key, double Similarity, double Weight, string Why);

/// <summary>How alike two names are, 0 to 1, whether that is a match at the threshold asked for, and why.</summary>
public sealed record NameComparison(double Score, bool Match, ImmutableArray<ScorePiece> Pieces);
