using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Recording;

/// <summary>Writes what happened into the transaction that makes it happen: one event for readers, one audit entry for proof.</summary>
public static class Recorder
{
    /// <param name="type">What happened, past tense: <c>inquiry.submitted</c>.</param>
    /// <param name="resource">The public id of what changed.</param>
    /// <param name="parent">The public id of what it belongs to, for timelines; null where it stands alone.</param>
    /// <param name="details">Codes, states and counts; never a classified value.</param>
    public static void Record(
        this PlatformDb db, Actor actor, DateTimeOffset now, string type, string resource, string? parent = null, object? details = null, string? requestId = null)
    {
        var id = Uuid7.New(now);
        var tenant = db.Tenant ?? throw new InvalidOperationException("Only a tenant's unit of work records.");
        db.Add(new OutboxRow { TenantId = tenant, EventId = id, Type = type, Resource = resource, Parent = parent, OccurredAt = now, Depth = db.ChainDepth });
        db.Add(new AuditEntry
        {
            TenantId = tenant,
            Id = id,
            At = now,
            Actor = actor.ToString(),
            Action = type,
            Resource = resource,
            Parent = parent,
            RequestId = requestId,
            Details = details is null ? null : JsonSerializer.Serialize(details, Wire.Json),
        });
    }
}
