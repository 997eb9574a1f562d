using KybPlatform.Policies;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>The numbers that the packs give their own versions; a tenant's begin after them.</summary>
internal static class ShippedVersion
{
    public static int Gb { get; } = Of("gb.alphanumeric");

    public static int Of(string key) => PolicyCatalog.LoadPacks().Find(key)!.Version;
}
