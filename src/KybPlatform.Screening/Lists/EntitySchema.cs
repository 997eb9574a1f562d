namespace KybPlatform.Screening.Lists;

/// <summary>
/// What kind of party a list entry describes. <see cref="Organization"/> is the publisher's "entity": a company, body, group or
/// movement that the list itself does not tell apart. <see cref="Unknown"/> is an entry whose list does not even say whether it is a person:
/// it is compared as either, so that no query misses it. Nobody is searched for as unknown.
/// </summary>
public enum EntitySchema
{
    Person,
    Company,
    Vessel,
    Aircraft,
    Organization,
    Unknown,
}

/// <summary>The wire words of <see cref="EntitySchema"/>.</summary>
public static class EntitySchemas
{
    /// <summary>The lower-case word used in requests, answers and hashes.</summary>
    public static string ToText(this EntitySchema schema) => schema switch
    {
        EntitySchema.Person => "person",
        EntitySchema.Company => "company",
        EntitySchema.Vessel => "vessel",
        EntitySchema.Aircraft => "aircraft",
        EntitySchema.Organization => "organization",
        EntitySchema.Unknown => "unknown",
    };

    /// <summary>Null when the word is not one of the five that can be searched for.</summary>
    public static EntitySchema? Parse(string? text) => text?.ToLowerInvariant() switch
    {
        "person" => EntitySchema.Person,
        "company" => EntitySchema.Company,
        "vessel" => EntitySchema.Vessel,
        "aircraft" => EntitySchema.Aircraft,
        "organization" => EntitySchema.Organization,
        _ => null,
    };

    /// <summary>
    /// Company and organization are one family: a list seldom says which of the two an entry is. An entry of unknown kind may be a person or a body.
    /// </summary>
    public static bool IsComparableWith(this EntitySchema query, EntitySchema listed) =>
        query == listed || (query.IsCorporate() && listed.IsCorporate()) || (listed == EntitySchema.Unknown && (query.IsCorporate() || query == EntitySchema.Person));

    internal static bool IsCorporate(this EntitySchema schema) => schema is EntitySchema.Company or EntitySchema.Organization;
}
