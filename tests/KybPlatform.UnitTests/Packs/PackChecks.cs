using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies;

namespace KybPlatform.UnitTests.Packs;

/// <summary>What the checks of an example answer.</summary>
internal static class PackChecks
{
    public const string Now = "2026-11-20T00:00:00Z";

    public static FactDocument Read(JsonObject facts) => FactDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(facts));

    /// <summary>Every planned check passes, but for the one that is named.</summary>
    public static void AnswerAll(JsonObject facts, IReadOnlyList<PlannedVerification> planned, PlannedVerification? inconclusive = null, PlannedVerification? failed = null)
    {
        var verifications = new JsonObject();
        foreach (var one in planned)
        {
            var status = one == inconclusive ? "inconclusive" : one == failed ? "failed" : "passed";
            if (verifications[one.Type] is not JsonArray answers) verifications[one.Type] = answers = [];
            answers.Add(new JsonObject
            {
                ["subject"] = one.Subject,
                ["status"] = status,
                ["checks"] = new JsonObject(one.Checks.Select(c => KeyValuePair.Create(c, (JsonNode?)status))),
                ["completed_at"] = Now,
                ["sample"] = false,
                ["lists"] = new JsonArray([.. one.Lists.Select(l => new JsonObject { ["key"] = l, ["published_at"] = Now, ["complete"] = true, ["sample"] = false })]),
            });
        }

        facts["verifications"] = verifications;
    }
}
