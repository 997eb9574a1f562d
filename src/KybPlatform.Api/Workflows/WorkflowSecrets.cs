using System.Collections.Concurrent;
using System.Security.Cryptography;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Workflows;

/// <summary>The key by which a tenant's receivers know that a step of a workflow called them; kept sealed under a key of the tenant's.</summary>
internal sealed class WorkflowSecrets(MasterKey master)
{
    private const string Purpose = "workflow-calls";
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    /// <summary>Standard Webhooks asks for 24 to 64 bytes.</summary>
    public static byte[] New() => RandomNumberGenerator.GetBytes(32);

    public static string Show(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    public byte[] Seal(TenantId tenant, byte[] secret) => Sealing.Seal(Key(tenant), secret, Purpose);

    /// <summary>Those that sign now, the newest first; none where the tenant never made one.</summary>
    public IReadOnlyList<byte[]> Open(WorkflowSettings? settings, DateTimeOffset now)
    {
        if (settings?.Secret is not { } current) return [];
        var key = Key(settings.TenantId);
        return settings.Former is { } former && settings.FormerUntil > now ? [Sealing.Open(key, current, Purpose), Sealing.Open(key, former, Purpose)] : [Sealing.Open(key, current, Purpose)];
    }

    private byte[] Key(TenantId tenant) => _keys.GetOrAdd(tenant, t => master.Derive("workflow-secrets", t.Value));
}
