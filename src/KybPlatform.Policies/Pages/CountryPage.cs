using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Pages;

/// <summary>
/// What a country asks of each sender type, as a page in Markdown for reviewers. A pure function of the packs: the pages in the repository are compared with it.
/// What every business or every person is asked anyway is left out; the overview has it.
/// </summary>
public static class CountryPage
{
    /// <summary>Null for a country that no policy of the packs is for.</summary>
    public static string? Write(string country, PolicyCatalog packs)
    {
        var own = SenderTypes.All.SelectMany(t => PolicyOverview.Applicants.Select(a => packs.Resolve(new PolicyQuery(country, t, a))!)).Where(p => p.Scope.Country == country).DistinctBy(p => p.Key).ToList();
        if (own.Count == 0) return null;
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {CountryNames.Of(country)} ({country})\n\n");
        page.Append("Written from the policies in `src/KybPlatform.Policies/Packs`; change those, not this page. What everybody is asked is in the [overview](README.md).\n\n");
        page.Append("| | business | individual |\n|---|---|---|\n");
        foreach (var type in SenderTypes.All)
            page.Append(CultureInfo.InvariantCulture, $"| {PolicyOverview.Name(type)} | {PolicyOverview.Cell(packs, country, type, "business")} | {PolicyOverview.Cell(packs, country, type, "individual")} |\n");
        foreach (var policy in own) Section(page, policy);
        return page.ToString();
    }

    private static void Section(StringBuilder page, ResolvedPolicy policy)
    {
        var applicant = policy.Scope.Applicant is { } a ? $", {a}" : "";
        page.Append(CultureInfo.InvariantCulture, $"\n## {PolicyOverview.Name(policy.Scope.SenderType!)}{applicant}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"`{policy.Key}`, version {policy.Version}, {(policy.NotOffered ? "not offered, " : "")}{SnakeCase.Write(policy.Certainty)}");
        if (policy.Registration.Downstream is { } downstream) page.Append(CultureInfo.InvariantCulture, $"; registration with networks or a registry: {SnakeCase.Write(downstream).Replace('_', ' ')}");
        if (policy.Registration.ProcessingWorkingDays is { } days) page.Append(CultureInfo.InvariantCulture, $", usually within {days} working days");
        page.Append(".\n");
        if (policy.Document.Description is { } description) page.Append(CultureInfo.InvariantCulture, $"\n{description.Trim()}\n");
        if (!policy.NotOffered)
        {
            Lines(page, policy.Requirements.Where(r => !PolicyOverview.IsCommon(policy, "requirements", r.Key)).Select(r => RequirementLine.Of(r)));
            Lines(page, policy.Rules.Where(r => !PolicyOverview.IsCommon(policy, "rules", r.Key)).Select(Rule));
        }

        page.Append("\nSources:\n");
        foreach (var source in policy.Document.Sources.Concat(policy.Requirements.SelectMany(r => r.Sources)).Concat(policy.Rules.SelectMany(r => r.Sources)).DistinctBy(s => (s.Url, s.Note))) page.Append(Source(source));
    }

    private static void Lines(StringBuilder page, IEnumerable<string> lines)
    {
        var any = false;
        foreach (var line in lines)
        {
            if (!any) page.Append('\n');
            any = true;
            page.Append("- ").Append(line).Append('\n');
        }
    }

    private static string Rule(PolicyRule rule)
    {
        var what = rule.Outcome switch
        {
            Outcome.Decline => "Declined",
            Outcome.Review => "A person looks",
            _ => "Asked again",
        };
        return $"{what} ({rule.Reason}){(rule.Title is null ? "" : $": {rule.Title}")}, where `{rule.When}`";
    }

    private static string Source(PolicySource source)
    {
        var state = source.AsOf is { } asOf ? string.Create(CultureInfo.InvariantCulture, $", state of {asOf:yyyy-MM-dd}") : "";
        var note = source.Note is null ? "" : $". {source.Note}";
        return string.Create(CultureInfo.InvariantCulture, $"- [{source.Title}]({source.Url}), read {source.Retrieved:yyyy-MM-dd}{state}, {SnakeCase.Write(source.Certainty)}{note}\n");
    }
}
