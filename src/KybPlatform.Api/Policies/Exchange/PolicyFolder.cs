using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Api.Policies.Exchange;

/// <summary>One document of a folder: <c>de/local.yaml</c> holds the policy <c>de.local</c>.</summary>
public sealed record PolicyFile(string? Path, string? Text);

/// <summary>Documents as files, one each.</summary>
internal static class PolicyFolder
{
    public static PolicyFile FileOf(PolicyVersion version) =>
        new($"{version.Key.Replace('.', '/')}.yaml", version.Format == "yaml" ? version.Source : YamlWriter.Write(Drafts.DocumentOf(version).Json));

    /// <summary>How a file is read, by what its name ends in; null for one that is no document.</summary>
    public static string? FormatOf(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) ? "yaml"
        : path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "json" : null;
}
