using System.Collections.Frozen;

namespace KybPlatform.Policies.Comparison;

/// <summary>Which way a member makes a policy stricter.</summary>
internal enum Direction
{
    /// <summary>Words, sources, names: nobody is decided otherwise.</summary>
    None,

    /// <summary>Depends on the submission.</summary>
    Depends,
    Lower,
    Higher,

    /// <summary>A list of what is demanded: more of it is stricter.</summary>
    Demands,

    /// <summary>A list of what is accepted: more of it is looser, and none at all accepts everything.</summary>
    Accepts,
    True,
    False,

    /// <summary>Being there is stricter; a change of it depends.</summary>
    Presence,

    /// <summary>Being there is looser: it limits what the entry is for.</summary>
    Absence,
    Outcome,
    Evidence,
    Certainty,
    Unavailable,
}

/// <summary>What a member says, and which way it is stricter.</summary>
/// <param name="Words">How it is called; for lists, what is done with what they name.</param>
/// <param name="Unit">Written after numbers.</param>
/// <param name="Default">The JSON text of what it is where it is not written; null where that is nothing.</param>
internal sealed record Meaning(Direction Direction, string Words, string Unit = "", string? Default = null);

/// <summary>The members of policies in the order in which they are compared, those of one kind of entry before those of all.</summary>
internal static class Meanings
{
    private static readonly (string Member, Meaning Meaning)[] Table =
    [
        ("requirements/person/min", new(Direction.Higher, "at least", " people", "1")),
        ("requirements/person/max", new(Direction.Lower, "at most", " people")),
        ("requirements/ownership/fields", new(Direction.Demands, "asks for", "", """["given_name","family_name"]""")),
        ("requirements/ownership/control_roles", new(Direction.Demands, "names whoever is")),
        ("requirements/ownership/exempt", new(Direction.Accepts, "asks no owners of")),
        ("requirements/ownership/threshold_percent", new(Direction.Lower, "owners from", " %", "25")),
        ("requirements/address/fields", new(Direction.Demands, "asks for", "", """["line1","city","country"]""")),
        ("requirements/address/scope", new(Direction.Depends, "where it must lie", "", "\"any\"")),
        ("requirements/address/area", new(Direction.Presence, "area")),
        ("requirements/address/countries", new(Direction.Accepts, "accepts the countries")),
        ("requirements/identifier/checks", new(Direction.Demands, "checks", "", """["format","checksum"]""")),
        ("requirements/document/checks", new(Direction.Demands, "checks", "", """["type_sniffed","not_expired"]""")),
        ("requirements/verification/lists", new(Direction.Demands, "screens against")),
        ("requirements/verification/subjects", new(Direction.Demands, "covers", "", """["applicant"]""")),
        ("requirements/verification/checks", new(Direction.Depends, "checks")),
        ("requirements/restriction/text", new(Direction.None, "text")),
        ("requirements/attestation/text", new(Direction.Depends, "declaration")),
        ("registration/valid_for_days", new(Direction.Lower, "an approval holds", " days")),
        ("registration/grace_days_on_change", new(Direction.Lower, "time to comply with a change", " days")),
        ("review/four_eyes", new(Direction.True, "two persons decide a review", "", "false")),
        ("thresholds/review", new(Direction.Lower, "review from", " points")),
        ("thresholds/decline", new(Direction.Lower, "decline from", " points")),
        ("tables/rows/if", new(Direction.Depends, "conditions")),
        ("tables/rows/then", new(Direction.Depends, "results")),
        ("tables/rows/then/outcome", new(Direction.Outcome, "outcome")),
        ("tables/rows/then/points", new(Direction.Higher, "points")),
        ("tables/rows/note", new(Direction.None, "note")),
        ("key", new(Direction.None, "key")),
        ("version", new(Direction.None, "version")),
        ("title", new(Direction.None, "title")),
        ("description", new(Direction.None, "description")),
        ("help", new(Direction.None, "help text")),
        ("not_offered", new(Direction.True, "not offered", "", "false")),
        ("when", new(Direction.Absence, "condition")),
        ("path", new(Direction.Depends, "fact")),
        ("any_of", new(Direction.Accepts, "accepts")),
        ("type", new(Direction.Depends, "type")),
        ("role", new(Direction.Depends, "role")),
        ("fields", new(Direction.Demands, "asks for")),
        ("allowed", new(Direction.Accepts, "accepts")),
        ("pattern", new(Direction.Presence, "pattern")),
        ("min_length", new(Direction.Higher, "at least", " characters")),
        ("max_length", new(Direction.Lower, "at most", " characters")),
        ("min_items", new(Direction.Higher, "at least", " entries")),
        ("max_items", new(Direction.Lower, "at most", " entries")),
        ("minimum", new(Direction.Higher, "minimum")),
        ("maximum", new(Direction.Lower, "maximum")),
        ("min_age", new(Direction.Higher, "youngest age", " years")),
        ("max_age_days", new(Direction.Lower, "maximum age", " days")),
        ("threshold", new(Direction.Lower, "score from which on a listed party is a match")),
        ("max_list_age_days", new(Direction.Lower, "maximum age of a list", " days")),
        ("evidence", new(Direction.Evidence, "evidence", "", "\"claimed\"")),
        ("expires", new(Direction.True, "must show an expiry date", "", "false")),
        ("allow_none", new(Direction.False, "none is an answer", "", "false")),
        ("unknown_allowed", new(Direction.False, "an unexplained rest is accepted", "", "false")),
        ("po_box", new(Direction.False, "post boxes are accepted", "", "false")),
        ("expr", new(Direction.Depends, "condition")),
        ("outcome", new(Direction.Outcome, "outcome")),
        ("points", new(Direction.Higher, "points")),
        ("on_missing", new(Direction.Outcome, "when missing", "", "\"request_information\"")),
        ("on_failed", new(Direction.Outcome, "when failed")),
        ("on_unknown", new(Direction.Outcome, "when unknown")),
        ("when_unavailable", new(Direction.Unavailable, "when nobody can answer", "", "\"review\"")),
        ("retryable", new(Direction.False, "may be tried again", "", "true")),
        ("reason", new(Direction.None, "reason")),
        ("remediation", new(Direction.None, "advice")),
        ("certainty", new(Direction.Certainty, "certainty", "", "\"documented\"")),
        ("sources", new(Direction.Certainty, "sources")),
        ("tests", new(Direction.None, "examples")),
    ];

    private static readonly FrozenDictionary<string, Meaning> ByMember = Table.ToFrozenDictionary(m => m.Member, m => m.Meaning, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, int> Places = Table.Select((m, i) => (Name: m.Member[(m.Member.LastIndexOf('/') + 1)..], i)).DistinctBy(m => m.Name).ToFrozenDictionary(m => m.Name, m => m.i, StringComparer.Ordinal);

    public static IEnumerable<string> Order(IEnumerable<string> members) => members.OrderBy(m => Places.GetValueOrDefault(m, Table.Length)).ThenBy(m => m, StringComparer.Ordinal);

    /// <summary>A member that is not in the table depends; examples decide nobody.</summary>
    public static Meaning Of(string context, string member)
    {
        if (context.StartsWith("tests", StringComparison.Ordinal)) return new Meaning(Direction.None, member);
        if (context.StartsWith("tables/rows/", StringComparison.Ordinal) || context.StartsWith("scope", StringComparison.Ordinal))
            return ByMember.GetValueOrDefault($"{context}/{member}") ?? new Meaning(Direction.Depends, member);
        return ByMember.GetValueOrDefault($"{context}/{member}") ?? ByMember.GetValueOrDefault(member) ?? new Meaning(Direction.Depends, member);
    }
}
