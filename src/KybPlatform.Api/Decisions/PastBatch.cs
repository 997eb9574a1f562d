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

    public JsonDocument? Evidence(int index)
    {
        var part = parts[index];
        if (part.Open is { } open) return JsonDocument.Parse(open);
        var purpose = part.IsWhole ? DecisionLedger.ReceiptPurpose : DecisionLedger.EvidencePurpose;
        if (_openers.Value!.OpenForAll(part.Subjects, keys, part.Sealed!, purpose) is not { } plain) return null;
        return JsonDocument.Parse(part.IsWhole ? plain : Closed(plain));
    }

    public void Dispose()
    {
        foreach (var opener in _openers.Values) opener.Dispose();
        _openers.Dispose();
    }

    private static byte[] Closed(byte[] beginning)
    {
        Array.Resize(ref beginning, beginning.Length + 1);
        beginning[^1] = (byte)'}';
        return beginning;
    }
}
