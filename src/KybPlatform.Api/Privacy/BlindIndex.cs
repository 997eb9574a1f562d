using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Privacy;

/// <summary>Keyed hashes by which people are found without their data being readable: HMAC-SHA-256 under a key per tenant, 16 bytes.</summary>
public sealed class BlindIndex(MasterKey master)
{
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    /// <summary>The hash of a normalised value; <paramref name="field"/> keeps equal values of different fields apart.</summary>
    public byte[] Hash(TenantId tenant, string field, string normalized) =>
        HMACSHA256.HashData(_keys.GetOrAdd(tenant, t => master.Derive("blind-index", t.Value)), Encoding.UTF8.GetBytes($"{field}\0{normalized}"))[..16];

    /// <summary>Names compare without case, accents in composed form, and runs of blanks as one.</summary>
    public static string Fold(string value) =>
        string.Join(' ', value.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
