using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Tenancy;

/// <summary>Makes secrets and the keyed hashes that are kept of them: 256 random bits need a fast hash, not a slow one.</summary>
internal sealed class ApiKeySecrets(MasterKey master)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly byte[] _pepper = master.Derive("api-key-pepper");

    /// <summary><c>kyb_live_</c> or <c>kyb_test_</c>, then 43 characters: 256 bits.</summary>
    public static string New(TenantMode mode) => $"{PrefixOf(mode)}{RandomNumberGenerator.GetString(Alphabet, 43)}";

    public byte[] Hash(string secret) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(secret));

    public static bool LooksLikeOne(string token) =>
        token.Length == 52 && (token.StartsWith(PrefixOf(TenantMode.Live), StringComparison.Ordinal) || token.StartsWith(PrefixOf(TenantMode.Test), StringComparison.Ordinal));

    private static string PrefixOf(TenantMode mode) => mode switch
    {
        TenantMode.Live => "kyb_live_",
        TenantMode.Test => "kyb_test_",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };
}
