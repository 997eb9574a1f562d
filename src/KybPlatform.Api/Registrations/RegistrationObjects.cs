using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Registrations;

/// <summary>Sender registrations for endpoints that want more than ids. There is nothing classified in one.</summary>
internal sealed class RegistrationObjects(IProfileDesk profiles) : IEventObjects
{
    public async Task<JsonElement?> ReadAsync(TenantWork work, string id, CancellationToken ct)
    {
        if (!PublicId.TryParse<SenderRegistrationId>(id, out var key) || await work.Db.Set<SenderRegistration>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == key, ct) is not { } row) return null;
        var names = await profiles.NamesAsync(work.Db, [row.ProfileId], ct);
        return JsonSerializer.SerializeToElement(RegistrationResource.From(row, names[row.ProfileId]), Wire.Json);
    }

    public Task<JsonElement?> ReadFactsAsync(TenantWork work, string id, CancellationToken ct) => Task.FromResult<JsonElement?>(null);
}
