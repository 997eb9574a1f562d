using System.Collections.Concurrent;
using System.Security.Cryptography;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Webhooks;

/// <summary>Makes signing keys, shows them as Standard Webhooks writes them, and keeps them sealed under a key of the tenant's.</summary>
internal sealed class WebhookSecrets(MasterKey master)
{
    public const string Prefix = "whsec_";

    /// <summary>The specification asks for 24 to 64 bytes.</summary>
    private const int Size = 32;

    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    public static byte[] New() => RandomNumberGenerator.GetBytes(Size);

    public static string Show(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    public byte[] Seal(TenantId tenant, WebhookEndpointId endpoint, byte[] secret) => Sealing.Seal(Key(tenant), secret, endpoint.ToString());

    public byte[] Open(TenantId tenant, WebhookEndpointId endpoint, byte[] cipher) => Sealing.Open(Key(tenant), cipher, endpoint.ToString());

    private byte[] Key(TenantId tenant) => _keys.GetOrAdd(tenant, t => master.Derive("webhook-secrets", t.Value));
}
