using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Registrations.Contracts;

namespace KybPlatform.Api.Profiles;

/// <summary>Keeps what was changed from what to what, and promises that the permissions which rest on it are looked at again.</summary>
internal sealed class ProfileLedger(SubjectVault vault)
{
    private const string Purpose = "profile_changes.sealed";

    /// <param name="subject">Whom the values are about: the profile itself or one of its people. Only their key opens them.</param>
    public async Task AddAsync(Work work, Guid profile, Guid subject, IReadOnlyList<FactChange> changes)
    {
        if (changes.Count == 0) return;
        var ring = await vault.RingAsync(work.Db, work.Tenant, [subject], work.Canceled);
        var values = new JsonObject(changes.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Path, new JsonObject { ["old"] = c.Old, ["new"] = c.New })));
        work.Db.Add(new ProfileChange
        {
            TenantId = work.Tenant,
            Id = Uuid7.New(work.Now),
            ProfileId = profile,
            At = work.Now,
            Actor = work.Caller.Actor.ToString(),
            Source = FieldSource.Claimed,
            Paths = [.. changes.Select(c => c.Path)],
            Subjects = [subject],
            Sealed = ring.Seal(subject, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(values, Wire.Json), Purpose),
        });
        work.Db.Enqueue(Revetting.Job, profile, work.Now);
    }

    /// <summary>Old and new by path; null where the subject was erased.</summary>
    public static JsonObject? Open(ProfileChange change, SubjectRing ring) =>
        ring.Open(change.Subjects[0], change.Sealed, Purpose) is { } plain ? JsonNode.Parse(plain)!.AsObject() : null;
}
