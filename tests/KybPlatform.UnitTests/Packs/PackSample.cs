using KybPlatform.Policies;

namespace KybPlatform.UnitTests.Packs;

/// <summary>Policies that between them use everything that the packs use: for properties that would take too long over all of them.</summary>
internal static class PackSample
{
    private const string Keys =
        "us.a2p_10dlc us.toll_free us.alphanumeric gb.alphanumeric gb.local gb.local.individual sa.alphanumeric in.alphanumeric fr.local es.local.individual ae.alphanumeric " +
        "br.short_code de.local hk.alphanumeric th.alphanumeric tr.voice ng.alphanumeric pt.local.individual ad.alphanumeric fallback.local";

    public static IReadOnlyList<ResolvedPolicy> Of(PolicyCatalog packs) => [.. Keys.Split(' ').Select(k => packs.Find(k)!)];

    public static IReadOnlyList<ResolvedPolicy> Policies => Of(PolicyCatalog.LoadPacks());
}
