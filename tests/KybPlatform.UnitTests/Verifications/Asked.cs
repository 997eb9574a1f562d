using System.Text.Json;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Verifications;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>Asks one provider about facts written as JSON, without a database.</summary>
internal static class Asked
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Profile = new("01900000-0000-7000-8000-000000000001");

    public static Task<VerificationAnswer> AboutAsync(this IVerificationProvider provider, string subject, string facts, bool live = true, params string[] checks) =>
        provider.AboutAsync(subject, facts, live, checks, []);

    public static Task<VerificationAnswer> AboutAsync(this IVerificationProvider provider, string subject, string facts, bool live, IReadOnlyList<string> checks, IReadOnlyList<string> lists, double? threshold = null)
    {
        var document = JsonDocument.Parse(facts).RootElement;
        var work = new TenantWork(null!, new TenantId(Guid.Empty), live, Now);
        return provider.CheckAsync(new VerificationRequest(work, subject, document, FactReader.About(document, subject), checks, lists, Profile, threshold), CancellationToken.None);
    }

    public static string Read(this VerificationAnswer answer) =>
        $"{answer.Status} {string.Join(' ', answer.Checks.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"))} {answer.ReasonCode}".TrimEnd();
}

/// <summary>A name system that answers what it is told to.</summary>
internal sealed class ToldMailDomains(bool? answer) : IMailDomains
{
    public Task<bool?> TakesMailAsync(string domain, CancellationToken ct) => Task.FromResult(answer);
}

/// <summary>One stored document.</summary>
internal sealed class OneDocument(string id, string contentType, params Guid[] sharing) : IDocuments
{
    public Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, DocumentView>>(ids.Contains(id)
            ? new Dictionary<string, DocumentView> { [id] = new(id, contentType, 1000, null, "", Asked.Now, "ready") }
            : new Dictionary<string, DocumentView>());

    public IReadOnlyList<PlannedRead> Reads(IReadOnlyCollection<string> ids) => throw new NotSupportedException();

    public Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct) => Task.FromResult<Stream?>(new MemoryStream());

    public Task<IReadOnlyList<string>> UseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<DocumentView> documents, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> SharingAsync(PlatformDb db, Guid profile, CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>(sharing);

    public Task EraseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>Knows the profiles that claim a number too, and nothing else.</summary>
internal sealed class Claimants(params Guid[] others) : IProfileDesk
{
    public Task<HashSet<Guid>> PeopleAsync(KybPlatform.Api.Persistence.PlatformDb db, IReadOnlyCollection<Guid> businesses, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<Guid>> LinkClaimantsAsync(PlatformDb db, Guid profile, IReadOnlyList<Guid> sharing, CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>(others);

    public IReadOnlyList<PlannedRead> Reads(Guid profile, bool business) => throw new NotSupportedException();

    public void ExpectUnchanged(PlatformDb db, ProfileView found) => throw new NotSupportedException();

    public Error? CheckShape(JsonElement facts, bool business, string pointer) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<Guid, string>> NamesAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct) => throw new NotSupportedException();

    public Task<ProfileView> AddBusinessAsync(Work work, JsonElement facts) => throw new NotSupportedException();

    public Task<ProfileView> AddIndividualAsync(Work work, JsonElement facts) => throw new NotSupportedException();

    public Task<ProfileView?> FindBusinessAsync(PlatformDb db, BusinessProfileId id, CancellationToken ct) => throw new NotSupportedException();

    public Task<ProfileView?> FindIndividualAsync(PlatformDb db, IndividualProfileId id, CancellationToken ct) => throw new NotSupportedException();
}
