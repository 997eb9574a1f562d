using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Profiles;

/// <summary>Seals what is known of a person under the person's own key, and makes the keyed hashes by which the person is found.</summary>
internal sealed class PersonSeal(SubjectVault vault, BlindIndex index)
{
    internal const string Purpose = "people.sealed";

    public async Task<Person> AddAsync(Work work, BusinessProfileId profile, JsonObject facts)
    {
        var id = PublicId.New<PersonId>(work.Now);
        vault.Create(work.Db, work.Tenant, id.Value, work.Now);
        var person = new Person { TenantId = work.Tenant, Id = id, ProfileId = profile, Roles = [], CreatedAt = work.Now, UpdatedAt = work.Now };
        await SetAsync(work, person, facts);
        work.Db.Add(person);
        return person;
    }

    public async Task SetAsync(Work work, Person person, JsonObject facts)
    {
        facts.Remove("id");
        var ring = await vault.RingAsync(work.Db, work.Tenant, [person.Id.Value], work.Canceled);
        person.Roles = FactParts.Texts(facts, "roles");
        person.Sealed = ring.Seal(person.Id.Value, FactParts.Bytes(facts), Purpose);
        (person.NameHash, person.EmailHash, person.PhoneHash) = Hashes(work.Tenant, facts);
        person.UpdatedAt = work.Now;
    }

    public (byte[]? Name, byte[]? Email, byte[]? Phone) Hashes(TenantId tenant, JsonObject facts) =>
        (NameHash(tenant, FactParts.Text(facts, "given_name"), FactParts.Text(facts, "family_name")),
            EmailHash(tenant, FactParts.Text(facts, "email")), PhoneHash(tenant, FactParts.Text(facts, "phone")));

    public byte[]? NameHash(TenantId tenant, string? given, string? family) =>
        given is null && family is null ? null : index.Hash(tenant, "name", BlindIndex.Fold($"{given} {family}"));

    /// <summary>Of a name written whole, given names first.</summary>
    public byte[] NameHash(TenantId tenant, string name) => index.Hash(tenant, "name", BlindIndex.Fold(name));

    public byte[]? EmailHash(TenantId tenant, string? email) => email is null ? null : index.Hash(tenant, "email", email.Trim().ToLowerInvariant());

    public byte[]? PhoneHash(TenantId tenant, string? phone) => phone is null ? null : index.Hash(tenant, "phone", string.Concat(phone.Where(char.IsAsciiDigit)));
}
