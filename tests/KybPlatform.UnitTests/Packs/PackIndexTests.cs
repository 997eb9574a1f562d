using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Resolution;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>
/// Packs/index.json says what is in the packs, and what is read by it is what a whole read gives. After a change of the packs:
/// <c>KYB_WRITE_PAGES=1 dotnet run --project tests/KybPlatform.UnitTests -- -class "*PackIndexTests"</c> writes it anew.
/// </summary>
public sealed class PackIndexTests
{
    private static readonly string Kept = Path.Combine(PackDocumentationTests.Root(), "src", "KybPlatform.Policies", "Packs", PackIndex.File);

    private static PolicyQuery Cell { get; } = new("GB", "alphanumeric", "business");

    [Fact]
    public void The_index_is_that_of_the_packs()
    {
        var index = PackIndexWriter.Write(WholePacks.Parts.Select(p => (p.File, p.Part, p.Load.Document!)), WholePacks.Pack);
        if (Environment.GetEnvironmentVariable("KYB_WRITE_PAGES") == "1") File.WriteAllText(Kept, index);

        (File.ReadAllText(Kept) == index).Should().BeTrue("KYB_WRITE_PAGES=1 writes it anew");
    }

    [Fact]
    public void A_document_cut_from_its_file_is_the_one_that_the_whole_file_gives()
    {
        foreach (var file in WholePacks.Parts.GroupBy(p => p.File))
        {
            var parts = PackText.Parts(PackFiles.Text(file.Key));
            parts.Should().HaveSameCount(file, file.Key);
            foreach (var (_, part, load) in file)
            {
                var json = (JsonObject)load.Document!.Json.DeepClone();
                PolicyLoader.FromYaml(parts[part]).Document!.Json.ToJsonString().Should().Be(json.ToJsonString());
                json.Remove("tests");
                PolicyLoader.FromYaml(PackText.WithoutExamples(parts[part])).Document!.Json.ToJsonString().Should().Be(json.ToJsonString());
            }
        }
    }

    [Fact]
    public void A_policy_made_at_its_first_use_is_the_one_that_reading_everything_makes()
    {
        static string Said(ResolvedPolicy p) => string.Join('\n',
        [
            $"{p.Key} {p.Version} {p.Title} {p.Scope} {p.NotOffered} {p.Certainty} {p.Hash} {p.AsksLists}", p.CanonicalJson,
            .. p.Tests.Select(t => $"{t.Name} {t.Like} {t.Facts?.ToJsonString()} {t.Expect.Outcome}"), .. p.OwnEntries.Order(StringComparer.Ordinal),
            .. p.Warnings.Select(w => w.ToString()), .. p.Needs.Select(n => n.ToString()),
        ]);

        PolicyPack.Shipped.Version.Should().Be(WholePacks.Pack.Version);
        PolicyPack.Shipped.Catalog.All.Select(Said).Should().Equal(WholePacks.Pack.Catalog.All.Select(Said));
        PolicyPack.Shipped.Catalog.Fingerprint.Should().Be(WholePacks.Pack.Catalog.Fingerprint);
    }

    [Fact]
    public void The_shipped_documents_are_those_of_the_files()
    {
        var shipped = PolicyPack.Shipped.Documents;

        shipped.Keys.Should().Equal(shipped.Values.Select(d => d.Key));
        shipped.Keys.Should().Equal(WholePacks.Pack.Documents.Keys.Order(StringComparer.Ordinal));
        shipped.Values.Select(d => d.Json.ToJsonString()).Should().Equal(shipped.Keys.Select(k => WholePacks.Pack.Documents[k].Json.ToJsonString()));
        shipped["gb.alphanumeric"].Should().BeSameAs(shipped["gb.alphanumeric"]);
        shipped.TryGetValue("gb.nothing", out _).Should().BeFalse();
        foreach (var key in WholePacks.Pack.Documents.Where(d => d.Value.IsBase).Select(d => d.Key).Take(5))
            new PolicyLayers(PolicyPack.Shipped, []).DependantsOf(key).Should().Equal(new PolicyLayers(WholePacks.Pack, []).DependantsOf(key));
    }

    [Fact]
    public void Finding_and_listing_read_nothing()
    {
        var catalog = CatalogOf(Line("countries/nowhere.yaml", "sha256:0"));

        var policy = catalog.Resolve(Cell)!;
        (policy.Key, policy.Hash, policy.Certainty, policy.Scope.Country).Should().Be(("gb.alphanumeric", "sha256:0", Certainty.Documented, "GB"));
        catalog.Find("gb.alphanumeric").Should().BeSameAs(policy);
        policy.Invoking(p => p.Requirements).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_policy_that_is_not_the_one_of_the_index_is_never_used()
    {
        var policy = CatalogOf(Line(PackFiles.Names.First(n => n.StartsWith("countries", StringComparison.Ordinal) && n.Contains("GB", StringComparison.Ordinal)), "sha256:0")).Resolve(Cell)!;

        policy.Invoking(p => p.Plan(FactDocument.Parse("{}"u8.ToArray()))).Should().Throw<FormatException>().WithMessage("*gb.alphanumeric*");
    }

    [Fact]
    public void Many_threads_that_use_a_policy_first_get_one_content()
    {
        var index = PackIndex.ReadShipped();
        var policies = new PackContents(index, new PackDocuments(index, examples: true)).Policies.Where(p => p.Scope.Country is "GB" or "US").ToList();

        var seen = policies.SelectMany(p => Enumerable.Repeat(p, 8)).AsParallel().WithDegreeOfParallelism(8).Select(p => (p.Key, p.Document)).ToList();

        seen.GroupBy(s => s.Key).Should().OnlyContain(g => g.Select(s => s.Document).Distinct().Count() == 1).And.HaveCount(policies.Count);
    }

    [Fact]
    public void What_is_missing_of_a_policy_is_known_without_its_requirements()
    {
        HashSet<string>[] installations = [[], ["identifier", "sanctions_screening"], ["phone.otp", "identifier.register_active", "duplicate", "register_active:gb_crn"]];

        foreach (var policy in PolicyCatalog.LoadPacks().All)
        {
            foreach (var available in installations)
                ProviderNeeds.MissingChecks(policy, available).Should().Equal(ProviderNeeds.Missing(policy, available).Select(m => m.Check).Distinct());
        }
    }

    [Theory]
    [InlineData("# one\nkey: a\n---\n# two\nkey: b\n", "# one\nkey: a\n", "# two\nkey: b\n")]
    [InlineData("# only\n---\nkey: a\n", "key: a\n")]
    [InlineData("key: a\r\n---\r\nkey: b", "key: a\r\n", "key: b")]
    [InlineData("key: a\nnote: ---\n  --- x\n---x\n", "key: a\nnote: ---\n  --- x\n---x\n")]
    public void A_file_is_cut_at_its_marks(string text, params string[] parts) => PackText.Parts(text).Should().Equal(parts);

    [Theory]
    [InlineData("key: a\ntests:\n  - { name: x }\n\n# note\n- more\nrules: []\n", "key: a\nrules: []\n")]
    [InlineData("key: a\ntests: []", "key: a\n")]
    [InlineData("key: a\n  tests: no\n", "key: a\n  tests: no\n")]
    public void Examples_are_cut_out(string text, string rest) => PackText.WithoutExamples(text).Should().Be(rest);

    private static string Line(string file, string hash) => $$"""
        {"key":"gb.alphanumeric","file":"{{file.Replace('\\', '/')}}","part":0,"version":1,"title":"A","scope":{"country":"GB","sender_type":"alphanumeric"},"certainty":"documented","hash":"{{hash}}"}
        """;

    private static PolicyCatalog CatalogOf(string line)
    {
        var index = PackIndex.Read($$"""{"version":"1","documents":[{{line}}]}""");
        return PolicyCatalog.Of(new PackContents(index, new PackDocuments(index, examples: true)).Policies, index.Version);
    }
}
