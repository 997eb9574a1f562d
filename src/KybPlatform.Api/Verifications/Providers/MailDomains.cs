using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>Asks the domain name system where a domain takes its mail.</summary>
internal interface IMailDomains
{
    /// <summary>Null where the name system did not answer.</summary>
    Task<bool?> TakesMailAsync(string domain, CancellationToken ct);
}

/// <summary>MX records, and address records where there are none (RFC 5321, section 5.1); a null MX says that the domain takes no mail (RFC 7505).</summary>
internal sealed class DnsMailDomains : IMailDomains
{
    private readonly LookupClient _dns = new(new LookupClientOptions { Timeout = TimeSpan.FromSeconds(2), Retries = 1, UseCache = true, ThrowDnsErrors = false });

    public async Task<bool?> TakesMailAsync(string domain, CancellationToken ct)
    {
        try
        {
            var mail = await _dns.QueryAsync(domain, QueryType.MX, cancellationToken: ct);
            if (mail.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return false;
            if (mail.HasError) return null;
            var exchanges = mail.Answers.MxRecords().ToList();
            if (exchanges.Count > 0) return exchanges.Exists(NamesAHost);
            var addresses = await _dns.QueryAsync(domain, QueryType.A, cancellationToken: ct);
            return addresses.HasError ? null : addresses.Answers.ARecords().Any();
        }
        catch (Exception silent) when (silent is DnsResponseException or SocketException or TimeoutException)
        {
            return null;
        }
    }

    private static bool NamesAHost(MxRecord record) => record.Exchange.Value is not ("." or "");
}
