using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>What docs/policies.md says about the packs is true of the packs.</summary>
public sealed class PackDocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "policies.md"));

    [Fact]
    public void Every_base_is_named()
    {
        foreach (var key in WholePacks.Documents.Where(d => d.IsBase).Select(d => d.Key).Where(k => k.Split('.')[0] is "base" or "region")) Page.Should().Contain($"`{key}`");
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found above the tests.");
    }
}
