using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Api.Screening.Contracts;

/// <summary>Names one possible match of a party with a listed one.</summary>
public readonly record struct MatchId(Guid Value) : IPublicId<MatchId>
{
    public static string Prefix => "mat";
    public static MatchId From(Guid value) => new(value);
    public int CompareTo(MatchId other) => Value.CompareTo(other.Value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>What is known about a possible match. <c>lapsed</c>: neither the party nor the list says any more what made it one.</summary>
public enum MatchStatus { Open, TrueMatch, FalsePositive, Lapsed }

/// <summary>Somebody to look for. Only <paramref name="Names"/> decides what is found; the rest is evidence.</summary>
/// <param name="Names">Every name that the party goes by; one is enough for a match.</param>
/// <param name="Identifiers">Numbers as written; a number that a list has too is a match whatever the names say.</param>
public sealed record ScreenedParty(
    EntitySchema Schema, IReadOnlyList<string> Names, DateOnly? BirthDate, IReadOnlyList<string> Countries, IReadOnlyList<string> Identifiers)
{
    /// <summary>None for whoever was screened, and is watched, from before addresses were weighed.</summary>
    public IReadOnlyList<GivenAddress> Addresses { get; init; } = [];

    /// <summary>Businesses that own it, at any level, and the person that a sole proprietorship is. Each is looked for by itself, and whoever of them is found is a match of the party: what a listed party owns is as good as listed.</summary>
    public IReadOnlyList<ScreenedParty> Owners { get; init; } = [];
}

/// <summary>One issue of one list that was searched, or the shipped sample in its place.</summary>
/// <param name="PublishedAt">Null where the publisher's date is not known, which never counts as fresh.</param>
/// <param name="CheckedAt">When the publisher last offered this very issue, so that it was the newest; null where nobody looked.</param>
public sealed record SearchedList(string Key, string Snapshot, DateTimeOffset? PublishedAt, bool Complete, bool Sample, DateTimeOffset? CheckedAt = null);

/// <summary>One listed party that the screened one may be.</summary>
/// <param name="Name">The listed party's main name.</param>
/// <param name="MatchedName">The listed name or alias that scored best.</param>
public sealed record ScreeningHit(
    MatchId Match, MatchStatus Status, string EntityId, string List, string Name, string MatchedName, double Score, IReadOnlyList<ScorePiece> Pieces, bool Sample);

/// <summary>What a screening found, and in what it searched.</summary>
/// <param name="Missing">Lists that were asked for and are not there: nothing was found in them because nothing was searched.</param>
/// <param name="Ready">False while the lists are still being loaded: nothing was searched at all.</param>
/// <param name="Threshold">From which score on a listed party was a match; null where nobody was scored.</param>
public sealed record ScreeningFindings(
    bool Ready, IReadOnlyList<SearchedList> Lists, IReadOnlyList<string> Missing, IReadOnlyList<ScreeningHit> Hits, string DataVersion, double? Threshold = null)
{
    /// <summary>So many hits are shown, the best of them; where there are as many, there may be more.</summary>
    public const int MostHits = 50;
}

/// <summary>What other capabilities ask of screening.</summary>
public interface IScreeningDesk
{
    /// <summary>
    /// Screens a party and keeps what is found as matches of this profile and subject in the unit of work. A match that a person dismissed stays
    /// dismissed while both sides say what they said then.
    /// </summary>
    /// <param name="sealedFor">The person or profile whose key protects what is kept.</param>
    /// <param name="lists">The lists to search; empty for all that are loaded.</param>
    /// <param name="threshold">From which score on a party is a match; null for what the tenant set.</param>
    Task<ScreeningFindings> ScreenAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> lists, double? threshold, CancellationToken ct);

    /// <summary>Keeps a made-up match, as a test tenant may ask for it, like a found one; the lists are told as samples.</summary>
    Task<ScreeningFindings> SimulateAsync(
        TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> lists, CancellationToken ct);

    /// <summary>From which score on a party is a match, 0 to 1, where the policy does not say it: what the tenant set, or what is usual.</summary>
    ValueTask<double> UsualThresholdAsync(PlatformDb db, TenantId tenant, CancellationToken ct);

    /// <summary>Whether a person said of a match of this profile, or of anybody in it, that it is a true one: as the first of two, or both. Nobody alone approves whom it is about.</summary>
    Task<bool> HasTrueMatchAsync(PlatformDb db, Guid profile, CancellationToken ct);

    /// <summary>Which issues these lists stand for now; changes with every import.</summary>
    string DataVersion(IReadOnlyList<string> lists);
}
