using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Asks the domain name system where a domain takes its mail.</summary>
internal interface IMailDomains
{
    /// <summary>Null where the name system did not answer.</summary>
    Task<bool?> TakesMailAsync(string domain, CancellationToken ct);
}

/// <summary>MX records, and address records where there are none (RFC 5321, section 5.1); a null MX says that the domain takes no mail (RFC 7505).</summary>
/// <param name="servers">In place of the system's own.</param>
internal sealed class DnsMailDomains(TimeProvider clock, params NameServer[] servers) : IMailDomains, IDisposable
{
    private readonly LookupClient _dns = new(Options(servers));
    private readonly Bulkhead _turns = new(atOnce: 3, ofEach: 1, TimeSpan.FromSeconds(2), clock);

    public async Task<bool?> TakesMailAsync(string domain, CancellationToken ct)
    {
        using var turn = await _turns.TakeAsync(domain, ct);
        if (turn is null) return null;
        try
        {
            var mail = await _dns.QueryAsync(domain, QueryType.MX, cancellationToken: ct);
            if (mail.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return false;
            if (mail.HasError) return null;
            var exchanges = mail.Answers.MxRecords().ToList();
            if (exchanges.Count > 0) return exchanges.Exists(NamesAHost);
            return await HasAddressAsync(domain, QueryType.A, ct) switch
            {
                true => true,
                null => null,
                false => await HasAddressAsync(domain, QueryType.AAAA, ct),
            };
        }
        catch (Exception silent) when (silent is DnsResponseException or SocketException or TimeoutException)
        {
            return null;
        }
    }

    private async Task<bool?> HasAddressAsync(string domain, QueryType type, CancellationToken ct)
    {
        var addresses = await _dns.QueryAsync(domain, type, cancellationToken: ct);
        return addresses.HasError ? null : addresses.Answers.AddressRecords().Any();
    }

    public void Dispose() => _turns.Dispose();

    private static LookupClientOptions Options(NameServer[] servers)
    {
        var options = servers.Length > 0 ? new LookupClientOptions(servers) : new LookupClientOptions();
        (options.Timeout, options.Retries, options.UseCache, options.ThrowDnsErrors) = (TimeSpan.FromSeconds(2), 1, true, false);
        return options;
    }

    private static bool NamesAHost(MxRecord record) => record.Exchange.Value is not ("." or "");
}
