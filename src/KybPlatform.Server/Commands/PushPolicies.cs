using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Server.Commands.Reports;

namespace KybPlatform.Server.Commands;

/// <summary>Makes versions of the documents on a platform and asks for their approval. What does not pass here is not sent; the same text twice makes one version.</summary>
internal static class PushPolicies
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter say, CancellationToken ct)
    {
        var line = CommandLine.Parse("push", arguments, ["--url", "--api-key", "--policy", "--summary"], ["--draft", "--dry-run"]);
        var folder = PolicyFolder.Read(line.Paths);
        var findings = folder.Check();
        if (findings.Any(f => !f.IsWarning))
        {
            say.Write(ReportWriter.Write(new Report("push", findings, [], LintPolicies.Summary(folder, findings)), "text"));
            return KybCommand.Findings;
        }

        var keys = InOrder(folder).Where(k => line.Value("--policy") is not { } only || only == k).ToList();
        if (keys.Count == 0) throw new UsageException($"No document here has the key {line.Value("--policy")}.");
        if (line.Has("--dry-run"))
        {
            foreach (var key in keys) say.WriteLine($"{key}: {folder.FileOf(key).Path} would be sent");
            return KybCommand.Good;
        }

        using var platform = PlatformCalls.From(line);
        var code = KybCommand.Good;
        foreach (var key in keys) code = Math.Max(code, await SendAsync(platform, folder.FileOf(key), line, say, ct));
        return code;
    }

    private static async Task<int> SendAsync(PlatformCalls platform, PolicyFile file, CommandLine line, TextWriter say, CancellationToken ct)
    {
        var (key, once) = (file.Document!.Key, Once(file, line));
        var drafted = await platform.PostAsync($"v1/policies/{key}/versions", Draft(file, line.Value("--summary")), once, ct);
        if (!drafted.IsGood) return Refused(say, $"{file.Path}: refused", drafted);
        var version = string.Create(CultureInfo.InvariantCulture, $"{drafted.Body["version"]}");
        var path = $"v1/policies/{key}/versions/{version}";
        var check = await platform.PostAsync($"{path}/check", [], once + "-check", ct);
        if (!check.IsGood) return Refused(say, $"{key}@{version}: cannot be checked", check);
        if (check.Body["sound"]?.GetValue<bool>() != true)
        {
            say.WriteLine($"{key}@{version}: the platform finds errors");
            foreach (var issue in check.Body["issues"]!.AsArray()) say.WriteLine($"    {issue!["pointer"]} {issue["code"]}: {issue["detail"]}");
            return KybCommand.Findings;
        }

        if (line.Has("--draft"))
        {
            say.WriteLine($"{key}@{version}: draft");
            return KybCommand.Good;
        }

        var asked = await platform.PostAsync($"{path}/request-approval", [], once + "-approval", ct);
        if (!asked.IsGood) return Refused(say, $"{key}@{version}: draft, approval was not asked", asked);
        say.WriteLine($"{key}@{version}: waits for approval");
        return KybCommand.Good;
    }

    private static int Refused(TextWriter say, string what, PlatformAnswer answer)
    {
        say.WriteLine($"{what}: {answer.Refusal}");
        return KybCommand.Findings;
    }

    /// <summary>What others stand on comes first.</summary>
    private static List<string> InOrder(PolicyFolder folder)
    {
        var (order, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        void Add(string key)
        {
            if (!folder.Has(key) || !seen.Add(key)) return;
            foreach (var below in folder.FileOf(key).Document!.Extends) Add(below);
            order.Add(key);
        }

        foreach (var key in folder.Keys) Add(key);
        return order;
    }

    private static JsonObject Draft(PolicyFile file, string? summary)
    {
        var draft = new JsonObject();
        if (file.IsJson || !file.IsAlone) draft["document"] = file.Document!.Json.DeepClone();
        else draft["yaml"] = file.Text;
        if (summary is not null) draft["summary"] = summary;
        return draft;
    }

    private static string Once(PolicyFile file, CommandLine line) =>
        "push-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Document!.Key}\n{line.Value("--summary")}\n{file.Text}")))[..40];
}
