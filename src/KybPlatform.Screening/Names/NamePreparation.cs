using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>Turns a name as written into the form that is compared and indexed.</summary>
internal static class NamePreparation
{
    /// <summary>Longer names are cut: no real name comes near, and the work per name stays bounded.</summary>
    public const int MaxLength = 400;

    public const int MaxTokens = 24;

    public static PreparedName Prepare(string name, EntitySchema schema) => Prepare(name, NameFamilies.Of(schema));

    public static PreparedName Prepare(string name, NameFamily family)
    {
        var text = name.Length > MaxLength ? name[..MaxLength] : name;
        var prepared = family switch
        {
            NameFamily.Person => PersonNames.Prepare(text),
            NameFamily.Corporate => CorporateNames.Prepare(text),
            NameFamily.Craft => CorporateNames.PrepareCraft(text),
        };
        return prepared.Tokens.Length <= MaxTokens
            ? prepared
            : PreparedName.Of(prepared.Family, [.. prepared.Tokens.Take(MaxTokens)], prepared.LegalForm);
    }
}
