using System.Text.Json;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Webhooks.Contracts;

namespace KybPlatform.Api.Cases;

/// <summary>Cases for whoever wants more than their ids: without title and fields, which are words of persons.</summary>
internal sealed class CaseObjects : IEventObjects
{
    private static readonly SubjectRing Closed = new(new Dictionary<Guid, byte[]>());

    public async Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct) =>
        PublicId.TryParse<CaseId>(id, out var key) && (await Case.ById.ReadAsync(work.Db, key.Value, ct)).SingleOrDefault() is { } row
            ? JsonSerializer.SerializeToElement(CaseResource.From(row, Closed), Wire.Json)
            : null;

    public Task<JsonElement?> ReadFactsAsync(TenantWork work, string id, CancellationToken ct) => Task.FromResult<JsonElement?>(null);
}
