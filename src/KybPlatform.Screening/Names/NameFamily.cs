using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>How names behave: people have given and family names, bodies have legal forms and generic words, vessels and aircraft neither.</summary>
internal enum NameFamily
{
    Person,
    Corporate,
    Craft,
}

internal static class NameFamilies
{
    public static NameFamily Of(EntitySchema schema) => schema switch
    {
        EntitySchema.Person => NameFamily.Person,
        EntitySchema.Company or EntitySchema.Organization => NameFamily.Corporate,
        EntitySchema.Vessel or EntitySchema.Aircraft => NameFamily.Craft,
    };
}
