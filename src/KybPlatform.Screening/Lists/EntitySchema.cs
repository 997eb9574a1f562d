namespace KybPlatform.Screening.Lists;

/// <summary>
/// What kind of party a list entry describes. <see cref="Organization"/> is the publisher's "entity": a company, body, group or
/// movement that the list itself does not tell apart. When in doubt an entry is an organization, which a company query also searches.
/// </summary>
public enum EntitySchema
{
    Person,
    Company,
    Vessel,
    Aircraft,
    Organization,
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
    };

    /// <summary>Null when the word is not one of the five.</summary>
    public static EntitySchema? Parse(string? text) => text?.ToLowerInvariant() switch
    {
        "person" => EntitySchema.Person,
        "company" => EntitySchema.Company,
        "vessel" => EntitySchema.Vessel,
        "aircraft" => EntitySchema.Aircraft,
        "organization" => EntitySchema.Organization,
        _ => null,
    };

    /// <summary>Company and organization are one family: a list seldom says which of the two an entry is.</summary>
    public static bool IsComparableWith(this EntitySchema query, EntitySchema listed) =>
        query == listed || (query.IsCorporate() && listed.IsCorporate());

    internal static bool IsCorporate(this EntitySchema schema) => schema is EntitySchema.Company or EntitySchema.Organization;
}
