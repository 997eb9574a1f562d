using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace KybPlatform.Api.Tenancy;

/// <summary>Names one person who works for a tenant.</summary>
public readonly record struct UserId(Guid Value) : IPublicId<UserId>
{
    public static string Prefix => "usr";
    public static UserId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>
/// A person with roles. Name and e-mail are sealed under the person's own key; deleting the user destroys it, and what is left is
/// the id that the audit trail speaks of.
/// </summary>
public sealed class User : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }
    public required UserId Id { get; init; }
    public required string[] Roles { get; set; }

    /// <summary>Null once the user is deleted, as is everything else that tells who it was.</summary>
    public byte[]? Name { get; set; }

    public byte[]? Email { get; set; }

    /// <summary>Finds the user by e-mail, and keeps two users from having the same.</summary>
    public byte[]? EmailHash { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset? DeletedAt { get; private set; }
    public int Version { get; set; }

    public void Delete(DateTimeOffset now) => (Name, Email, EmailHash, DeletedAt) = (null, null, null, now);
}

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public const string EmailIndex = "ix_users_email";

    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.HasKey(u => new { u.TenantId, u.Id });
        user.HasIndex(u => new { u.TenantId, u.EmailHash }).IsUnique().HasDatabaseName(EmailIndex);
    }
}
