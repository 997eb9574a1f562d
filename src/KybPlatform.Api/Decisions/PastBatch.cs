using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Decisions;

/// <summary>One batch with the keys of everybody in it; what is opened is opened by whoever asks.</summary>
internal sealed class PastBatch(SubjectVault vault, TenantId tenant, IReadOnlyList<PastDecision> decisions, IReadOnlyList<StoredEvidence> parts, IReadOnlyDictionary<Guid, byte[]> keys) : IPastBatch
{
    private readonly ThreadLocal<BulkOpener> _openers = new(() => vault.OpenMany(tenant), trackAllValues: true);

    public IReadOnlyList<PastDecision> Decisions => decisions;

    public byte[]? Evidence(int index)
    {
        var part = parts[index];
        if (part.Open is { } open) return open;
        return _openers.Value!.OpenForAll(part.Subjects, keys, part.Sealed!, part.IsWhole ? DecisionLedger.ReceiptPurpose : DecisionLedger.EvidencePurpose);
    }

    public void Dispose()
    {
        foreach (var opener in _openers.Values) opener.Dispose();
        _openers.Dispose();
    }
}
