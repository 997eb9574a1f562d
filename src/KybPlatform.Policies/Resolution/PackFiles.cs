using System.Reflection;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>The pack files inside this assembly.</summary>
public static class PackFiles
{
    internal const string PackFile = "pack.yaml";
    private static Assembly Assembly => typeof(PackFiles).Assembly;

    /// <summary>Names of the policy files, such as <c>countries/GB/alphanumeric.yaml</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".yaml", StringComparison.Ordinal) && n != PackFile && !n.StartsWith("vocabulary/", StringComparison.Ordinal) && !n.StartsWith("workflows/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string Text(string name)
    {
        // Folders are parted as on the machine that built this.
        using var stream = Assembly.GetManifestResourceStream(name) ?? Assembly.GetManifestResourceStream(name.Replace('/', '\\')) ?? throw new ArgumentException($"There is no '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>All documents that can be read; the issues name the file before the pointer.</summary>
    public static IReadOnlyList<PolicyDocument> Read(List<PolicyIssue> issues)
    {
        // The files know nothing of each other; their order stays.
        var files = Names.AsParallel().AsOrdered().Select(name => (Name: name, Loads: PolicyLoader.ManyFromYaml(Text(name)))).ToList();
        foreach (var (name, loads) in files) issues.AddRange(loads.SelectMany(l => l.Issues).Select(i => i with { Pointer = $"{name}#{i.Pointer}" }));
        return [.. files.SelectMany(f => f.Loads).Select(l => l.Document).OfType<PolicyDocument>()];
    }

    internal static FormatException Stale(string key) => new($"The index of the policy packs does not know '{key}' as it is: write {PackIndex.File} anew (docs/policies.md).");

    /// <summary>The version written in pack.yaml; <c>none</c> in a build without packs.</summary>
    internal static string Version()
    {
        if (!Assembly.GetManifestResourceNames().Contains(PackFile)) return "none";
        return YamlText.Parse(Text(PackFile)).Root?["version"]?.ToString() ?? throw new FormatException("pack.yaml states no version.");
    }
}
