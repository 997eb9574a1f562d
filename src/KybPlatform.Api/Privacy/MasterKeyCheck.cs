using System.Security.Cryptography;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace KybPlatform.Api.Privacy;

/// <summary>What the database remembers of the master key that it was first used with: enough to know another one, nothing to guess it by.</summary>
[GlobalTable("one digest, so that a wrong master key is refused before it seals anything")]
public sealed class MasterKeyCheck
{
    /// <summary>The only row.</summary>
    public required int Id { get; init; }

    /// <summary>SHA-256 of a key that is derived for this purpose alone.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>Remembers the key at the first start; at every later one tells whether it is still the same.</summary>
    public static async Task<bool> IsRightAsync(string connection, MasterKey master, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        var digest = SHA256.HashData(master.Derive("check"));
        await using var first = source.CreateCommand("INSERT INTO master_key_check (id, digest) VALUES (1, $1) ON CONFLICT DO NOTHING");
        first.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = digest });
        await first.ExecuteNonQueryAsync(ct);
        await using var known = source.CreateCommand("SELECT digest FROM master_key_check");
        return CryptographicOperations.FixedTimeEquals((byte[])(await known.ExecuteScalarAsync(ct))!, digest);
    }
}

internal sealed class MasterKeyCheckConfiguration : IEntityTypeConfiguration<MasterKeyCheck>
{
    public void Configure(EntityTypeBuilder<MasterKeyCheck> check)
    {
        check.ToTable("master_key_check");
        check.HasKey(c => c.Id);
        check.Property(c => c.Id).ValueGeneratedNever();
    }
}
