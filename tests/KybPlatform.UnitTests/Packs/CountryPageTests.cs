using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Pages;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>
/// docs/countries says what the packs ask. After a change of the packs: <c>KYB_WRITE_PAGES=1 dotnet test tests/KybPlatform.UnitTests --filter-class "*CountryPageTests"</c>
/// writes the pages anew; the difference is what a reviewer reads.
/// </summary>
public sealed class CountryPageTests
{
    private static readonly string Folder = Path.Combine(PackDocumentationTests.Root(), "docs", "countries");

    /// <summary>Every country's page, written once.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, string?>> Written = new(() => Countries.All.ToDictionary(c => c, c => CountryPage.Write(c, PolicyCatalog.LoadPacks()), StringComparer.Ordinal));

    [Fact]
    public void The_pages_are_those_of_the_packs()
    {
        var packs = PolicyCatalog.LoadPacks();
        var pages = Countries.All.Select(c => (Name: c + ".md", Text: Written.Value[c])).Where(p => p.Text is not null).ToList();
        pages.Add(("README.md", PolicyOverview.Write(packs)));
        if (Environment.GetEnvironmentVariable("KYB_WRITE_PAGES") == "1") Write(pages);

        Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Should().BeEquivalentTo(pages.Select(p => p.Name));
        pages.Where(p => File.ReadAllText(Path.Combine(Folder, p.Name)) != p.Text).Select(p => p.Name).Should().BeEmpty("KYB_WRITE_PAGES=1 writes them anew");
    }

    [Fact]
    public void A_page_names_every_paper_and_every_source_of_its_policies()
    {
        var packs = PolicyCatalog.LoadPacks();

        foreach (var policy in packs.All.Where(p => p.Scope.Country is not null))
        {
            var page = Written.Value[policy.Scope.Country!]!;
            page.Should().Contain($"`{policy.Key}`");
            foreach (var source in policy.Document.Sources) page.Should().Contain(source.Url);
        }
    }

    private static void Write(IReadOnlyList<(string Name, string? Text)> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var old in Directory.GetFiles(Folder)) File.Delete(old);
        foreach (var (name, text) in pages) File.WriteAllText(Path.Combine(Folder, name), text);
    }
}
