using System.Text.Json.Nodes;
using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.Policies;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>Packs as other builds would have shipped them: some documents of this one, of which some are changed.</summary>
internal static class NamedPacks
{
    /// <summary>Keeps one under a name of its own and tells the name. It has British sender names and German local numbers, and what they stand on.</summary>
    /// <param name="change">Over the documents by key.</param>
    public static async Task<string> ShipAsync(RunningPlatform platform, Action<Dictionary<string, JsonObject>>? change = null)
    {
        var documents = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var key in (string[])["gb.alphanumeric", "de.local"]) Collect(key, documents);
        change?.Invoke(documents);
        var name = $"9999.{Uuid7.New(TimeProvider.System.GetUtcNow()):N}";
        (await platform.AskAsync<string>(
            "INSERT INTO policy_packs (version, documents, kept_at) VALUES ($1, $2, now()) RETURNING version", name, new JsonArray([.. documents.Values.Select(d => (JsonNode)d)]).ToJsonString())).Should().Equal(name);
        return name;
    }

    /// <summary>One more field to give for British sender names, under another number.</summary>
    public static void AskForTradeName(Dictionary<string, JsonObject> documents)
    {
        documents["gb.alphanumeric"]["version"] = 7L;
        ((JsonArray)documents["gb.alphanumeric"]["requirements"]!).Add(new JsonObject { ["key"] = "trade_name", ["kind"] = "field", ["path"] = "business.trade_name" });
    }

    /// <summary>Drafts the adoption; its number.</summary>
    public static async Task<int> DraftAsync(PolicyTeam team, string pack) =>
        (await team.Author.PostAsync("/v1/policies/pack/versions", new { pack_version = pack })).ShouldBe(201).At("/version").GetInt32();

    /// <summary>The whole way, without a backtest.</summary>
    public static async Task<HttpAnswer> AdoptAsync(PolicyTeam team, string pack, DateTimeOffset? from = null, string openInquiries = "keep")
    {
        var version = await DraftAsync(team, pack);
        await team.ApprovedAsync("pack", version, from);
        return (await team.DoAsync(team.Author, "pack", version, "publish", new { effective_from = from, open_inquiries = openInquiries })).ShouldBe(200);
    }

    private static void Collect(string key, Dictionary<string, JsonObject> into)
    {
        if (into.ContainsKey(key)) return;
        var document = PolicyPack.Shipped.Documents[key];
        foreach (var below in document.Extends) Collect(below, into);
        into[key] = (JsonObject)document.Json.DeepClone();
    }
}
