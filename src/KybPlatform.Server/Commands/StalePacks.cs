using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Lists the shipped policies that rest on pages of an old state: what somebody ought to read again.</summary>
internal static class StalePacks
{
    private const int UsualDays = 180;

    public static int Run(IReadOnlyList<string> arguments, TextWriter say, TimeProvider clock)
    {
        var line = CommandLine.Parse("packs stale", arguments, ["--older-than", "--market", "--on", "--output"], ["--json"]);
        if (line.Paths.Count > 0) throw new UsageException("kyb packs stale takes no path: the packs are those of this build.");
        var before = Day(line, clock).AddDays(-Age(line));
        var market = Market(line);
        var stale = PackStaleness.Before(before, PolicyPack.Shipped.Catalog)
            .Where(s => market is null || PolicyPack.Shipped.Catalog.Find(s.Key)?.Scope.Country == market).ToList();
        Output.Write(line.Has("--json") ? Json(stale) : Text(stale, before), line, say);
        return stale.Count > 0 ? KybCommand.Findings : KybCommand.Good;
    }

    private static string Text(List<StalePolicy> stale, DateOnly before)
    {
        var text = new StringBuilder();
        foreach (var policy in stale)
        {
            text.Append(CultureInfo.InvariantCulture, $"{policy.Oldest:yyyy-MM-dd}  {policy.Key}  {SnakeCase.Write(policy.Certainty)}").AppendLine();
            foreach (var page in policy.Pages) text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"            {PackStaleness.StateOf(page):yyyy-MM-dd}  {page.Title}  {page.Url}").TrimEnd());
        }

        return text.Append(CultureInfo.InvariantCulture, $"{stale.Count} policies rest on pages of a state before {before:yyyy-MM-dd}").AppendLine().ToString();
    }

    private static string Json(List<StalePolicy> stale) => new JsonArray([.. stale.Select(s => new JsonObject
    {
        ["policy"] = s.Key,
        ["certainty"] = SnakeCase.Write(s.Certainty),
        ["oldest"] = Text(s.Oldest),
        ["pages"] = new JsonArray([.. s.Pages.Select(p => new JsonObject { ["state"] = Text(PackStaleness.StateOf(p)), ["title"] = p.Title, ["url"] = p.Url })]),
    })]).ToJsonString(ReportWriter.Indented) + "\n";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int Age(CommandLine line) => line.Value("--older-than") is not { } given ? UsualDays
        : given.EndsWith('d') && int.TryParse(given[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 36_500 ? days
        : throw new UsageException($"--older-than {given}: say it in days, such as 180d.");

    private static DateOnly Day(CommandLine line, TimeProvider clock) => line.Value("--on") is not { } given ? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
        : DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1950 and < 9000 ? day
        : throw new UsageException($"--on {given} is no day: 2026-11-20 is one.");

    private static string? Market(CommandLine line)
    {
        if (line.Value("--market") is not { } given) return null;
        var code = given.ToUpperInvariant();
        return Countries.All.Contains(code) ? code : throw new UsageException($"--market {given} is no country: two letters of ISO 3166-1.{(NearestName.Of(code, Countries.All) is { } near ? $" Did you mean {near}?" : "")}");
    }
}
