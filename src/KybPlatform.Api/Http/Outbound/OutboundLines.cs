namespace KybPlatform.Api.Http.Outbound;

/// <summary>Makes the lines to providers, and ends them with the process.</summary>
public sealed class OutboundLines : IDisposable
{
    private readonly IHostAddresses _hosts;
    private readonly TimeProvider _clock;
    private readonly bool _development;
    private readonly List<OutboundLine> _lines = [];

    internal OutboundLines(IHostAddresses hosts, TimeProvider clock, bool development) => (_hosts, _clock, _development) = (hosts, clock, development);

    internal OutboundLine For(ProviderSettings provider)
    {
        var line = new OutboundLine(provider.Name, provider.Line, new GuardedConnections(_hosts, _development || provider.PrivateNetwork).NewHandler(), _clock);
        lock (_lines) _lines.Add(line);
        return line;
    }

    public void Dispose()
    {
        lock (_lines) _lines.ForEach(l => l.Dispose());
    }
}
