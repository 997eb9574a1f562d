using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Starts a backtest on a platform, waits for its end and shows what would change.</summary>
internal static class BacktestPolicies
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter say, CancellationToken ct)
    {
        var line = CommandLine.Parse(
            "backtest", arguments, ["--format", "--output", "--url", "--api-key", "--country", "--sender-type", "--from", "--to", "--sample", "--most-flips"], []);
        var format = line.OneOf("--format", ["text", "json"]);
        var (body, most) = (Request(line), line.Number("--most-flips"));
        using var platform = PlatformCalls.From(line);
        var started = (await platform.PostAsync("v1/backtests", body, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), ct)).OrStop("The backtest was refused");
        var ended = await FollowAsync(platform, started["id"]!.GetValue<string>(), ct);
        Output.Write(format == "json" ? ended.ToJsonString(ReportWriter.Indented) + "\n" : Text(ended), line, say);
        if (ended["state"]!.GetValue<string>() != "completed") throw new UsageException("The backtest was canceled.");
        return most is not null && ended["flips"]!.GetValue<long>() > most ? KybCommand.Findings : KybCommand.Good;
    }

    private static JsonObject Request(CommandLine line)
    {
        if (line.Paths.Count == 0) throw new UsageException("kyb policies backtest KEY@VERSION: which version?");
        var policies = line.Paths.Select(p => p.Split('@') is [var key, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new JsonObject { ["key"] = key, ["version"] = version }
            : throw new UsageException($"{p} is not of the form KEY@VERSION."));
        var body = new JsonObject { ["policies"] = new JsonArray([.. policies]) };
        foreach (var (option, member) in ((string, string)[])[("--country", "country"), ("--sender-type", "sender_type"), ("--from", "from"), ("--to", "to")])
        {
            if (line.Value(option) is { } value) body[member] = value;
        }

        if (line.Number("--sample") is { } sample) body["sample"] = sample;
        return body;
    }

    private static async Task<JsonObject> FollowAsync(PlatformCalls platform, string id, CancellationToken ct)
    {
        while (true)
        {
            var backtest = (await platform.GetAsync($"v1/backtests/{id}", ct)).OrStop("The backtest cannot be read");
            if (backtest["state"]!.GetValue<string>() != "running") return backtest;
            await Task.Delay(Pause, ct);
        }
    }

    private static string Text(JsonObject backtest)
    {
        var (text, report) = (new StringBuilder(), backtest["report"]!);
        text.AppendLine(CultureInfo.InvariantCulture, $"{backtest["id"]}: {report["totals"]!["evaluated"]} decisions evaluated, {report["totals"]!["flips"]} would change, {report["totals"]!["erased"]} erased");
        foreach (var cell in report["matrix"]!.AsArray())
            text.AppendLine(CultureInfo.InvariantCulture, $"  {cell!["from"],-20} -> {cell["to"],-20} {cell["count"],9}{(cell["by_person"] is { } person ? $"   (a person: {person})" : "")}");
        foreach (var cause in report["causes"]!.AsArray())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {cause!["kind"]} {cause["country"]} {cause["sender_type"]}: {cause["count"]} by {cause["source"]} {cause["key"]} ({cause["reason_code"]})");
            text.AppendLine(CultureInfo.InvariantCulture, $"      such as {string.Join(", ", cause["examples"]!.AsArray().Select(e => e!.ToString()))}");
        }

        return text.AppendLine(CultureInfo.InvariantCulture, $"report {backtest["report_hash"]}").ToString();
    }
}
