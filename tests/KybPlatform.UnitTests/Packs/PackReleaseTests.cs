using System.Globalization;
using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>
/// Packs/released.txt keeps what each version of a policy held, by its hash: a version never gets another content. After versions were raised,
/// <c>KYB_WRITE_PAGES=1 dotnet run --project tests/KybPlatform.UnitTests -- -class "*PackReleaseTests"</c> adds them.
/// </summary>
public sealed class PackReleaseTests
{
    private static readonly string Kept = Path.Combine(PackDocumentationTests.Root(), "src", "KybPlatform.Policies", "Packs", "released.txt");

    private static IEnumerable<string> Shipped => WholePacks.Pack.Catalog.All.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Version} {p.Hash}"));

    [Fact]
    public void A_version_of_a_policy_has_one_content()
    {
        Altered(File.ReadAllLines(Kept), Shipped).Should().BeEmpty("a policy that changes, be it by a base, gets a new version");

        var all = File.ReadAllLines(Kept).Union(Shipped, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("KYB_WRITE_PAGES") == "1") File.WriteAllText(Kept, string.Join('\n', all) + "\n");
        File.ReadAllLines(Kept).Should().Equal(all, "KYB_WRITE_PAGES=1 adds what is new");
    }

    [Fact]
    public void Every_version_is_kept_once() => File.ReadAllLines(Kept).Select(VersionOf).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Another_content_under_the_same_version_is_named_and_a_raised_version_is_not() =>
        Altered(["a.voice 1 sha256:1", "b.voice 1 sha256:2", "c.voice 1 sha256:3"], ["a.voice 1 sha256:1", "b.voice 1 sha256:9", "c.voice 2 sha256:9", "d.voice 1 sha256:4"])
            .Should().Equal("b.voice 1");

    private static IEnumerable<string> Altered(IEnumerable<string> kept, IEnumerable<string> shipped)
    {
        var known = kept.ToDictionary(VersionOf, StringComparer.Ordinal);
        return shipped.Where(line => known.TryGetValue(VersionOf(line), out var before) && before != line).Select(VersionOf);
    }

    private static string VersionOf(string line) => line[..line.LastIndexOf(' ')];
}
