using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Pages;

/// <summary>All countries on one page, and what everybody is asked wherever they are.</summary>
public static class PolicyOverview
{
    internal static readonly string[] Applicants = ["business", "individual"];

    private static readonly Lazy<Dictionary<string, JsonObject>> Common = new(() =>
        PackFiles.Read([]).Where(d => d.Key is "base.business" or "base.individual").ToDictionary(d => d.Key, d => d.Json, StringComparer.Ordinal));

    public static string Write(PolicyCatalog packs)
    {
        var page = new StringBuilder();
        page.Append("# What each country asks\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Pack {packs.PackVersion}. Written from the policies in `src/KybPlatform.Policies/Packs`; change those, not these pages.\n\n");
        page.Append("Each cell is business / individual: how well the policy is known (`documented`, `reported`, `inferred`), `no` where the sender type is not offered, `?` where a person finds out. Nothing below documented is approved by itself in a live tenant until the tenant attests it; nothing marked `?` ever is.\n\n");
        page.Append("| | ").AppendJoin(" | ", SenderTypes.All.Select(Name)).Append(" |\n|---").Insert(page.Length, "|---", SenderTypes.All.Count).Append("|\n");
        foreach (var country in Countries.All)
        {
            var known = SenderTypes.All.Any(t => Applicants.Any(a => packs.Resolve(new PolicyQuery(country, t, a))!.Scope.Country is not null));
            var name = known ? $"[{CountryNames.Of(country)}]({country}.md)" : CountryNames.Of(country);
            page.Append(CultureInfo.InvariantCulture, $"| {name} | ").AppendJoin(" | ", SenderTypes.All.Select(t => Both(packs, country, t))).Append(" |\n");
        }

        foreach (var applicant in Applicants)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## What every {applicant} is asked\n\n");
            var policy = packs.Find(applicant == "business" ? "fallback.local" : "fallback.local.individual")!;
            foreach (var requirement in policy.Requirements.Where(r => IsCommon(policy, "requirements", r.Key))) page.Append("- ").Append(RequirementLine.Of(requirement)).Append('\n');
        }

        return page.ToString();
    }

    /// <summary>An entry that stands as every applicant of this kind is asked it.</summary>
    internal static bool IsCommon(ResolvedPolicy policy, string list, string key)
    {
        var common = Common.Value[policy.Scope.Applicant == "individual" ? "base.individual" : "base.business"];
        return Entry(common, list, key) is { } there && JsonNode.DeepEquals(there, Entry((JsonObject)JsonNode.Parse(policy.CanonicalJson)!, list, key));
    }

    internal static string Cell(PolicyCatalog packs, string country, string senderType, string applicant)
    {
        var policy = packs.Resolve(new PolicyQuery(country, senderType, applicant))!;
        if (policy.NotOffered) return "not offered";
        return policy.Certainty == Certainty.Unknown ? "a person finds out" : SnakeCase.Write(policy.Certainty);
    }

    internal static string Name(string senderType) => senderType switch
    {
        "local" => "Local number",
        "national" => "National number",
        "mobile" => "Mobile number",
        "toll_free" => "Toll-free number",
        "short_code" => "Short code",
        "alphanumeric" => "Alphanumeric",
        "a2p_10dlc" => "10DLC",
        "voice" => "Calls",
        _ => senderType,
    };

    private static string Both(PolicyCatalog packs, string country, string senderType)
    {
        var cells = Applicants.Select(a => Short(packs, country, senderType, a)).ToList();
        return cells[0] == cells[1] ? cells[0] : $"{cells[0]} / {cells[1]}";
    }

    private static string Short(PolicyCatalog packs, string country, string senderType, string applicant)
    {
        var policy = packs.Resolve(new PolicyQuery(country, senderType, applicant))!;
        if (policy.NotOffered) return "no";
        return policy.Certainty == Certainty.Unknown ? "?" : SnakeCase.Write(policy.Certainty);
    }

    private static JsonNode? Entry(JsonObject document, string list, string key) =>
        (document[list] as JsonArray)?.FirstOrDefault(e => e?["key"]?.GetValue<string>() == key);
}
