namespace KybPlatform.Policies;

/// <summary>What a fact holds. Country, enum, email, phone and url are texts with a meaning.</summary>
public enum FactType
{
    Object,
    Map,
    List,
    String,
    Int,
    Number,
    Bool,
    Date,
    Timestamp,
    Country,
    Enum,
    Email,
    Phone,
    Url,
}

/// <summary>Whom a fact is about. Names and numbers of companies in public registers are <see cref="None"/>; whatever is about a natural person is not.</summary>
public enum PersonalData
{
    None,
    BusinessContact,
    Personal,
    Sensitive,
}

/// <summary>
/// One fact path: what it holds, whom it is about, and how applicants are asked for it. Lists are written <c>business.people[]</c>,
/// maps with free keys <c>documents.*</c>. <see cref="DerivedFrom"/> is the path that a derived one is computed from, null for given ones.
/// </summary>
public sealed record VocabularyEntry(
    string Path, FactType Type, PersonalData PersonalData, string Label, string? Help, int? MaxLength, IReadOnlyList<string> Values, string? DerivedFrom)
{
    /// <summary>The name on the wire: the last part of the path.</summary>
    public string WireName => Path[(Path.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);
}
