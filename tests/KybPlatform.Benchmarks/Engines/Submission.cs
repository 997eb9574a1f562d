using System.Text.Json;
using System.Text.Json.Nodes;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>The facts that all engines decide on.</summary>
public sealed record Submission(
    string Country, string SenderType, string Type, string Industry, string Purpose, long Volume, bool HasLinks, bool AgeGated, bool Lending)
{
    private static readonly string[] Types = ["sole_proprietor", "private_limited_company", "public_company", "nonprofit", "government", "trust", "other"];
    private static readonly string[] Industries = ["retail", "banking", "cannabis", "third_party_debt", "gambling", "alcohol_tobacco", "political", "technology", "logistics"];
    private static readonly string[] Purposes = ["authentication", "transactional", "promotional", "mixed"];
    private static readonly long[] Volumes = [10, 999, 1_000, 10_000, 10_001, 50_001, 100_000, 2_000_000];

    public static Submission[] Random(int count, int seed)
    {
        var random = new Random(seed);
        string One(string[] of) => of[random.Next(of.Length)];
        return [.. Enumerable.Range(0, count).Select(_ => new Submission(
            One(Workload.Countries), One(Workload.SenderTypes), One(Types), One(Industries), One(Purposes), Volumes[random.Next(Volumes.Length)],
            random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0))];
    }

    /// <summary>As this product takes facts.</summary>
    public byte[] ToFacts() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["country"] = Country,
        ["sender_type"] = SenderType,
        ["now"] = "2026-11-20T00:00:00Z",
        ["use_case"] = new JsonObject { ["purpose"] = Purpose, ["message_volume"] = Volume, ["has_links"] = HasLinks, ["age_gated"] = AgeGated, ["direct_lending"] = Lending },
        ["business"] = new JsonObject { ["type"] = Type, ["industry"] = Industry },
    });

    /// <summary>As the others take them: flat, and so a little shorter.</summary>
    public byte[] ToFlat() => JsonSerializer.SerializeToUtf8Bytes(Flat());

    public JsonObject Flat() => JsonSerializer.SerializeToNode(this)!.AsObject();
}
