using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Registers.Online;

/// <summary>Which registers can be asked over the network.</summary>
internal static class OnlineRegisters
{
    private static readonly Dictionary<string, Func<ProviderSettings, OutboundLine, TimeProvider, IOnlineRegister>> Makers = new(StringComparer.Ordinal)
    {
        ["companies_house"] = (s, l, c) => new CompaniesHouseRegister(s, l, c),
        ["gleif"] = (s, l, c) => new GleifRegister(s, l, c),
        ["brreg"] = (s, l, c) => new BrregRegister(s, l, c),
        ["vies"] = (s, l, c) => new ViesRegister(s, l, c),
        ["sec"] = (s, l, c) => new SecRegister(s, l, c),
        ["abn"] = (s, l, c) => new AbnRegister(s, l, c),
        ["sirene"] = (s, l, c) => new SireneRegister(s, l, c),
        ["kvk"] = (s, l, c) => new KvkRegister(s, l, c),
        ["opencorporates"] = (s, l, c) => new OpenCorporatesRegister(s, l, c),
    };

    public static IReadOnlyCollection<string> Kinds => Makers.Keys;

    public static IOnlineRegister Make(ProviderSettings settings, OutboundLines lines, TimeProvider clock) => Makers[settings.Kind](settings, lines.For(settings), clock);
}
