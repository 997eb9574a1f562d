using System.Text;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Tenancy;

/// <summary>A user on the wire.</summary>
public sealed record UserResource(UserId Id, string Name, string Email, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt, string CreatedBy)
{
    private const string NamePurpose = "user.name";
    private const string EmailPurpose = "user.email";

    internal static UserResource From(User user, SubjectRing ring) => new(
        user.Id, Open(user, user.Name, NamePurpose, ring), Open(user, user.Email, EmailPurpose, ring), user.Roles, user.CreatedAt, user.CreatedBy);

    internal static void SetName(User user, string name, SubjectRing ring) =>
        user.Name = ring.Seal(user.Id.Value, Encoding.UTF8.GetBytes(name.Trim()), NamePurpose);

    internal static void SetEmail(User user, string email, SubjectRing ring, BlindIndex index)
    {
        user.Email = ring.Seal(user.Id.Value, Encoding.UTF8.GetBytes(email.Trim()), EmailPurpose);
        user.EmailHash = EmailHash(user.TenantId, email, index);
    }

    internal static byte[] EmailHash(TenantId tenant, string email, BlindIndex index) => index.Hash(tenant, EmailPurpose, BlindIndex.Fold(email));

    /// <summary>The user's own key, under which the fields are sealed.</summary>
    internal static ValueTask<SubjectRing> RingAsync(Work work, SubjectVault vault, params IReadOnlyCollection<User> users) =>
        vault.RingAsync(work.Db, work.Tenant, [.. users.Select(u => u.Id.Value)], work.Canceled);

    private static string Open(User user, byte[]? cipher, string purpose, SubjectRing ring) =>
        Encoding.UTF8.GetString(ring.Open(user.Id.Value, cipher, purpose) ?? []);
}
