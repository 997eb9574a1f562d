using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Verifications;

/// <summary>Verifications for whoever wants more than their ids: without the evidence.</summary>
internal sealed class VerificationObjects : IEventObjects
{
    public async Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct) =>
        PublicId.TryParse<VerificationId>(id, out var key) && await work.Db.Set<Verification>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == key, ct) is { } row
            ? JsonSerializer.SerializeToElement(VerificationResource.From(row, work.Now), Wire.Json)
            : null;

    public Task<JsonElement?> ReadFactsAsync(TenantWork work, string id, CancellationToken ct) => Task.FromResult<JsonElement?>(null);
}
