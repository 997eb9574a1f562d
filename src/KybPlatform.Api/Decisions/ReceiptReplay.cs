using System.Text;
using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions;

/// <summary>Reads a receipt and evaluates it again: today's data is never asked.</summary>
internal static class ReceiptReplay
{
    public static byte[] Evaluate(byte[] receipt, ResolvedPolicy policy)
    {
        var evidence = ReceiptEvidence.Read(receipt, trace: true, recompute: false);
        var evaluation = policy.Evaluate(evidence.Facts, evidence.Options with { Functions = new RecordingFunctions(evidence.Options.Functions) });
        using var document = JsonDocument.Parse(receipt);
        return Receipts.Write(Encoding.UTF8.GetBytes(document.RootElement.GetProperty("facts").GetRawText()), evaluation);
    }
}

/// <summary>Where two JSON texts differ first.</summary>
internal static class JsonDifference
{
    public static string First(byte[] left, byte[] right)
    {
        using var a = JsonDocument.Parse(left);
        using var b = JsonDocument.Parse(right);
        return Find(a.RootElement, b.RootElement, "") ?? "";
    }

    private static string? Find(JsonElement a, JsonElement b, string pointer)
    {
        if (a.ValueKind != b.ValueKind) return pointer;
        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in a.EnumerateObject())
                {
                    var place = Pointer.Append(pointer, member.Name);
                    if (!b.TryGetProperty(member.Name, out var other)) return place;
                    if (Find(member.Value, other, place) is { } found) return found;
                }
                return b.EnumerateObject().FirstOrDefault(m => !a.TryGetProperty(m.Name, out _)) is { Value.ValueKind: not JsonValueKind.Undefined } extra
                    ? Pointer.Append(pointer, extra.Name) : null;
            case JsonValueKind.Array:
                for (var i = 0; i < Math.Min(a.GetArrayLength(), b.GetArrayLength()); i++)
                    if (Find(a[i], b[i], $"{pointer}/{i}") is { } found) return found;
                return a.GetArrayLength() == b.GetArrayLength() ? null : pointer;
            default:
                return a.GetRawText() == b.GetRawText() ? null : pointer;
        }
    }
}
