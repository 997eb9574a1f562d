using System.Collections.Immutable;
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
    /// <summary>The families in which the names of such a party are to be found; an entry of unknown kind may be a person or a body.</summary>
    public static ImmutableArray<NameFamily> All(EntitySchema schema) => schema == EntitySchema.Unknown ? [NameFamily.Person, NameFamily.Corporate] : [Of(schema)];

    public static NameFamily Of(EntitySchema schema) => schema switch
    {
        EntitySchema.Person => NameFamily.Person,
        EntitySchema.Company or EntitySchema.Organization or EntitySchema.Unknown => NameFamily.Corporate,
        EntitySchema.Vessel or EntitySchema.Aircraft => NameFamily.Craft,
    };
}
