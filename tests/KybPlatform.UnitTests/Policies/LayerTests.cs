using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class LayerTests
{
    private const string Ground = "key: base.ground\nversion: 1\ntitle: Ground\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n";
    private const string Gb = "key: gb.mobile\nversion: 3\ntitle: Mobile\nscope: { country: GB, sender_type: mobile }\nextends: [base.ground]\nrequirements:\n  - { key: legal_name, kind: field, path: business.legal_name }\ntests:\n  - { name: named, facts: { business: { legal_name: Acme, website: \"https://example.com\" } }, expect: { outcome: approve } }\n";
    private const string Fr = "key: fr.mobile\nversion: 1\ntitle: Mobile, France\nscope: { country: FR, sender_type: mobile }\nrequirements:\n  - { key: legal_name, kind: field, path: business.legal_name }\n";

    private static readonly PolicyPack Pack = PolicyPack.From([Read(Ground), Read(Gb), Read(Fr)], "1");

    [Fact]
    public void An_overlay_adds_to_the_packs_document_and_keeps_its_title_and_scope()
    {
        var policy = Resolved("key: gb.mobile\nversion: 4\noverlays: gb.mobile\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_name }\n  - { key: website, remove: true }\n");

        policy.Title.Should().Be("Mobile");
        policy.Scope.Should().Be(new PolicyScope(Country: "GB", SenderType: "mobile"));
        policy.Version.Should().Be(4);
        policy.Requirements.Select(r => r.Key).Should().Equal("legal_name", "trade_name");
    }

    [Fact]
    public void Examples_of_an_overlay_begin_from_those_of_the_pack()
    {
        var policy = Resolved("key: gb.mobile\nversion: 4\noverlays: gb.mobile\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_name }\ntests:\n  - { name: traded, like: named, facts: { business: { trade_name: A } }, expect: { outcome: approve } }\n  - { name: not yet, like: named, expect: { outcome: request_information } }\n");

        PolicyTestRunner.Run(policy).Select(t => (t.Test, t.Passed)).Should().Equal(("traded", true), ("not yet", true));
        Issues("key: gb.mobile\nversion: 4\noverlays: gb.mobile\ntests:\n  - { name: a, like: namet, expect: { outcome: approve } }\n").Single().Should().Match<PolicyIssue>(i => i.Code == "unknown_test" && i.Suggestion == "named" && i.Pointer == "/tests/0/like");
    }

    [Fact]
    public void Who_decides_a_review_is_said_by_the_policy_or_what_it_stands_on_and_silence_changes_no_hash()
    {
        const string Silent = "key: gb.mobile\nversion: 4\noverlays: gb.mobile\n";

        Resolved(Silent).Review.FourEyes.Should().BeFalse();
        Resolved(Silent + "review: { four_eyes: true }\n").Review.FourEyes.Should().BeTrue();
        Resolved(Silent).Document.Json.ContainsKey("review").Should().BeFalse("a document without it is the document that it was");
        Resolved(Silent + "review: { four_eyes: true }\n").Hash.Should().NotBe(Resolved(Silent).Hash);
        var misspelt = () => Resolved(Silent + "review: { four_eye: true }\n");
        misspelt.Should().Throw<FormatException>().WithMessage("*unknown_key*four_eyes*");
    }

    [Fact]
    public void A_changed_base_reaches_the_packs_policies_that_stand_on_it_and_no_others()
    {
        var layers = new PolicyLayers(Pack, [Read("key: base.ground\nversion: 2\noverlays: base.ground\nbase: true\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_name }\n")]);

        layers.DependantsOf("base.ground").Should().Equal("gb.mobile");
        layers.Resolve("gb.mobile").Policy!.Requirements.Select(r => r.Key).Should().Equal("website", "trade_name", "legal_name");
        layers.Resolve("fr.mobile").ContentHash.Should().Be(Pack.Catalog.Find("fr.mobile")!.ContentHash);
        layers.Resolve("base.ground").IsSound.Should().BeTrue();
    }

    [Fact]
    public void The_hash_of_the_content_does_not_know_the_number()
    {
        var (two, nine) = (Resolved(Gb.Replace("version: 3", "version: 2", StringComparison.Ordinal)), Resolved(Gb.Replace("version: 3", "version: 9", StringComparison.Ordinal)));

        two.Hash.Should().NotBe(nine.Hash);
        two.ContentHash.Should().Be(nine.ContentHash);
    }

    [Theory]
    [InlineData("key: gb.mobil\nversion: 1\noverlays: gb.mobil\n", "unknown_overlaid")]
    [InlineData("key: gb.mobile\nversion: 1\noverlays: gb.mobile\nextends: [gb.mobile]\n", "extends_itself")]
    [InlineData("key: gb.mobile\nversion: 1\noverlays: gb.mobile\nextends: [acme.nothing]\n", "unknown_base")]
    [InlineData("key: gb.mobile\nversion: 1\noverlays: gb.mobile\nrequirements:\n  - { key: nothing, remove: true }\n", "removes_nothing")]
    public void What_cannot_be_laid_over_the_pack_is_told(string document, string code) => Issues(document).Select(i => i.Code).Should().Contain(code);

    [Fact]
    public void An_overlay_has_the_key_that_it_overlays() =>
        PolicyLoader.FromYaml("key: acme.gb\nversion: 1\noverlays: gb.mobile\n").Issues.Select(i => (i.Pointer, i.Code)).Should().Equal(("/overlays", "overlay_of_another_key"));

    [Fact]
    public void Two_own_bases_that_disagree_are_settled_by_the_document_or_refused()
    {
        PolicyDocument[] bases = [Read(Own("acme.a", "business.website")), Read(Own("acme.b", "business.trade_name"))];
        const string Both = "key: acme.zw\nversion: 1\ntitle: Both\nscope: { country: ZW }\nextends: [acme.a, acme.b]\n";

        new PolicyLayers(Pack, [.. bases, Read(Both)]).Resolve("acme.zw").Issues.Select(i => (i.Pointer, i.Code)).Should().Equal(("/extends", "conflicting_overlays"));
        new PolicyLayers(Pack, [.. bases, Read(Both + "requirements:\n  - { key: same, kind: field, path: business.legal_name }\n")]).Resolve("acme.zw").IsSound.Should().BeTrue();
        static string Own(string key, string path) => $"key: {key}\nversion: 1\ntitle: A\nbase: true\nrequirements:\n  - {{ key: same, kind: field, path: {path} }}\n";
    }

    [Fact]
    public void What_is_found_in_the_merge_is_told_where_the_author_wrote_it() =>
        Issues("key: gb.mobile\nversion: 4\noverlays: gb.mobile\nrequirements:\n  - { key: trade_name, kind: field, path: business.trade_nam }\n").Select(i => (i.Pointer, i.Code)).Should().Equal(("/requirements/0", "unknown_path"));

    [Fact]
    public void The_catalogue_answers_by_the_tenants_policies_and_else_by_the_packs()
    {
        var own = Resolved("key: acme.gb\nversion: 1\ntitle: Own\nscope: { country: GB, sender_type: mobile }\nrequirements:\n  - { key: legal_name, kind: field, path: business.legal_name }\n");

        var catalog = Pack.Catalog.With([own]);

        catalog.Resolve(new PolicyQuery("GB", "mobile", "business")).Should().BeSameAs(own);
        catalog.Resolve(new PolicyQuery("FR", "mobile", "business")).Should().BeSameAs(Pack.Catalog.Find("fr.mobile"));
        catalog.Fingerprint.Should().NotBe(Pack.Catalog.Fingerprint);
        Pack.Catalog.With([]).Should().BeSameAs(Pack.Catalog);
    }

    [Fact]
    public void Every_document_of_the_packs_is_the_same_after_it_was_written_as_YAML()
    {
        foreach (var document in PolicyPack.Shipped.Documents.Values)
        {
            var again = PolicyLoader.FromYaml(YamlWriter.Write(document.Json));
            again.Document.Should().NotBeNull(document.Key + ": " + string.Join('\n', again.Issues));
            JsonNode.DeepEquals(again.Document!.Json, document.Json).Should().BeTrue(document.Key);
        }
    }

    private static PolicyDocument Read(string yaml) => PolicyLoader.FromYaml(yaml) is { Document: { } document } ? document : throw new FormatException(string.Join('\n', PolicyLoader.FromYaml(yaml).Issues));

    private static ResolvedPolicy Resolved(string yaml) => Resolution(yaml).Policy ?? throw new FormatException(string.Join('\n', Resolution(yaml).Issues));

    private static IEnumerable<PolicyIssue> Issues(string yaml) => Resolution(yaml).Issues.Where(i => !i.IsWarning);

    private static PolicyResolution Resolution(string yaml) => new PolicyLayers(Pack, [Read(yaml)]).Resolve(Read(yaml).Key);
}
