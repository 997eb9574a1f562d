using System.Net;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Tenancy;

/// <summary>Names one API key, and the service that acts through it.</summary>
public readonly record struct ApiKeyId(Guid Value) : IPublicId<ApiKeyId>
{
    public static string Prefix => "key";
    public static ApiKeyId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>A secret bound to one user or to a named service. Only its keyed hash is kept.</summary>
public sealed class ApiKey : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required ApiKeyId Id { get; init; }

    /// <summary>The service's name, or what the user calls this key.</summary>
    public required string Name { get; init; }

    /// <summary>Null for a service's key.</summary>
    public UserId? UserId { get; init; }

    public required string[] Scopes { get; init; }

    /// <summary>Addresses and networks in CIDR notation from which alone the key works; empty for anywhere.</summary>
    public string[] IpAllowList { get; init; } = [];

    /// <summary>Calls per second; null for the installation's default.</summary>
    public int? RateLimit { get; init; }

    /// <summary>The end of the secret, for the eye of whoever manages keys.</summary>
    public required string LastFour { get; set; }

    public required byte[] Hash { get; set; }

    /// <summary>The secret before the last rotation, working until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousHash { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public int Version { get; set; }

    /// <summary>Whether a secret with this hash opens anything at <paramref name="now"/> (real time, whatever the tenant's clock says).</summary>
    public bool Opens(ReadOnlySpan<byte> hash, DateTimeOffset now) =>
        RevokedAt is null && !(ExpiresAt <= now) && (hash.SequenceEqual(Hash) || (hash.SequenceEqual(PreviousHash) && PreviousUntil > now));

    public bool Allows(IPAddress? from) => IpAllowList.Length == 0 || AllowedNetworks.Contain(IpAllowList, from);

    public ApiKeyStatus StatusAt(DateTimeOffset now) =>
        RevokedAt is not null ? ApiKeyStatus.Revoked : ExpiresAt <= now ? ApiKeyStatus.Expired : ApiKeyStatus.Active;

    /// <summary>Gives the key another secret; returns the hashes that open nothing from now on. One secret overlaps at most: the one before.</summary>
    public byte[][] Rotate(byte[] hash, string lastFour, DateTimeOffset now, TimeSpan overlap)
    {
        var keeps = overlap > TimeSpan.Zero;
        byte[]?[] dead = [PreviousHash, keeps ? null : Hash];
        (PreviousHash, PreviousUntil) = keeps ? (Hash, now + overlap) : ((byte[]?)null, (DateTimeOffset?)null);
        (Hash, LastFour) = (hash, lastFour);
        return [.. dead.OfType<byte[]>()];
    }
}

/// <summary>Where a secret's hash belongs: the only thing asked before the tenant is known.</summary>
[GlobalTable("finds the tenant behind a key; hashes and ids only")]
public sealed class ApiKeyDirectoryRow
{
    public required byte[] Hash { get; init; }
    public required TenantId TenantId { get; init; }
    public required ApiKeyId KeyId { get; init; }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.HasKey(k => new { k.TenantId, k.Id });
    }
}

internal sealed class ApiKeyDirectoryConfiguration : IEntityTypeConfiguration<ApiKeyDirectoryRow>
{
    public void Configure(EntityTypeBuilder<ApiKeyDirectoryRow> row)
    {
        row.ToTable("api_key_directory");
        row.HasKey(r => r.Hash);
    }
}
