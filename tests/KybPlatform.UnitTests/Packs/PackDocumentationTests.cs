using System.Text.RegularExpressions;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>What docs/policies.md says about the packs is true of the packs.</summary>
public sealed partial class PackDocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "policies.md"));

    [Fact]
    public void The_table_of_cells_has_every_policy_with_its_certainty_and_no_other()
    {
        var rows = CellRow().Matches(Page).Select(m => m.Value.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList();
        string[] columns = ["", "alphanumeric", "local", "local.individual", "toll_free", "a2p_10dlc", "short_code"];

        var written = rows.SelectMany(cells => cells.Skip(1).Select((text, i) => ($"{cells[0].ToLowerInvariant()}.{columns[i + 1]}", text))).Where(c => c.text.Length > 0);
        var real = PolicyCatalog.LoadPacks().All.Select(p => (p.Key, p.NotOffered ? "not offered" : p.Certainty.ToString().ToLowerInvariant()));

        written.Should().BeEquivalentTo(real);
    }

    [Fact]
    public void Every_base_and_every_document_type_is_named()
    {
        var documents = PackFiles.Read([]);

        foreach (var key in documents.Where(d => d.IsBase).Select(d => d.Key)) Page.Should().Contain($"`{key}`");
        foreach (var type in documents.SelectMany(d => d.Requirements).OfType<DocumentRequirement>().SelectMany(r => r.AnyOf).Select(a => a.Type).Distinct()) Page.Should().Contain($"`{type}`");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository's root was not found above the tests.");
    }

    [GeneratedRegex(@"^\| [A-Z]{2} \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex CellRow();
}
