using AwesomeAssertions;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Screening.Addresses;
using KybPlatform.Screening.Index;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class SanctionsProviderTests
{
    private const string Facts = """
        { "business": { "legal_name": "Meridian Parcel Fiction Ltd", "trade_name": "Meridian", "registered_address": { "line1": "1 Example Street", "line2": "Floor 2", "city": "London", "postal_code": "EC1A 1AA", "country": "GB" }, "operating_address": { "country": "GB" }, "identifiers": [ { "scheme": "GB:CRN", "value": "01234567" } ],
            "people": [ { "id": "p1", "given_name": "Ada", "family_name": "Example", "date_of_birth": "1980-02-03", "nationality": "FR", "national_id": "X1", "address": { "city": "Lyon" } },
                        { "id": "p2", "given_name": "Bea", "family_name": "Sanctioned" }, { "id": "p3", "given_name": "Cleo", "family_name": "Cleared" }, { "id": "p4" } ] } }
        """;

    private static readonly SearchedList Official = new("ofac_sdn", "sha256:00", Asked.Now, Complete: true, Sample: false);

    [Fact]
    public async Task Finding_nobody_in_whole_official_lists_passes()
    {
        var answer = await Screened(new Told([Official], [], [])).AboutAsync("people/p1", Facts);

        answer.Read().Should().Be("Passed no_match=Passed");
        answer.Sample.Should().BeFalse();
        answer.Lists.Should().Equal(new ListUse("ofac_sdn", "sha256:00", Asked.Now, true, false));
    }

    [Theory]
    [InlineData(MatchStatus.Open, "Failed no_match=Failed sanctions_match")]
    [InlineData(MatchStatus.TrueMatch, "Failed no_match=Failed sanctions_match")]
    [InlineData(MatchStatus.FalsePositive, "Passed no_match=Passed")]
    public async Task A_hit_counts_until_a_person_says_that_it_is_somebody_else(MatchStatus status, string expected) =>
        (await Screened(new Told([Official], [], [Hit(status)])).AboutAsync("people/p1", Facts)).Read().Should().Be(expected);

    [Theory]
    [InlineData(49, "Passed no_match=Passed")]
    [InlineData(50, "Inconclusive no_match=Inconclusive sanctions_matches_cut")]
    public async Task Dismissing_all_that_is_shown_clears_nobody_where_more_may_be_hidden(int hits, string expected) =>
        (await Screened(new Told([Official], [], [.. Enumerable.Repeat(Hit(MatchStatus.FalsePositive), hits)])).AboutAsync("people/p1", Facts)).Read().Should().Be(expected);

    [Fact]
    public async Task Where_a_list_is_missing_finding_nobody_means_nothing() =>
        (await Screened(new Told([Official], ["un"], [])).AboutAsync("people/p1", Facts)).Read().Should().Be("Inconclusive no_match=Inconclusive list_missing");

    [Fact]
    public async Task A_hit_is_a_hit_though_another_list_is_missing() =>
        (await Screened(new Told([Official], ["un"], [Hit(MatchStatus.Open)])).AboutAsync("people/p1", Facts)).Status.Should().Be(VerificationStatus.Failed);

    [Fact]
    public async Task A_part_of_a_list_clears_nobody() =>
        (await Screened(new Told([Official with { Complete = false }], [], [])).AboutAsync("people/p1", Facts)).Read().Should().Be("Inconclusive no_match=Inconclusive list_incomplete");

    [Theory]
    [InlineData(true, "Inconclusive no_match=Inconclusive verification_on_sample")]
    [InlineData(false, "Passed no_match=Passed")]
    public async Task The_shipped_sample_clears_nobody_in_a_live_tenant(bool live, string expected)
    {
        var answer = await Screened(new Told([Official, Official with { Key = "un", Complete = false, Sample = true }], [], [])).AboutAsync("people/p1", Facts, live);

        answer.Read().Should().Be(expected);
        answer.Sample.Should().BeTrue();
    }

    [Fact]
    public async Task While_the_lists_are_being_loaded_it_is_asked_again()
    {
        var answer = await Screened(new Told([], [], [], Ready: false)).AboutAsync("people/p1", Facts);

        answer.Status.Should().Be(VerificationStatus.Inconclusive);
        answer.Retry.Should().BeTrue();
    }

    [Fact]
    public async Task All_that_is_known_of_a_party_is_searched_for()
    {
        var desk = new Told([Official], [], []);

        await Screened(desk).AboutAsync("people/p1", Facts);
        await Screened(desk).AboutAsync("business", Facts);

        desk.Parties.Should().BeEquivalentTo(new[]
        {
            new ScreenedParty(EntitySchema.Person, ["Ada Example"], new DateOnly(1980, 2, 3), ["FR"], ["X1"]) { Addresses = [new GivenAddress(null, "Lyon", null, null)] },
            new ScreenedParty(EntitySchema.Company, ["Meridian Parcel Fiction Ltd", "Meridian"], null, ["GB"], ["01234567"])
            {
                Addresses = [new GivenAddress("1 Example Street, Floor 2", "London", "EC1A 1AA", "GB")],
            },
        });
    }

    [Fact]
    public async Task Businesses_that_own_the_business_are_searched_for_with_it_at_every_level()
    {
        var desk = new Told([Official], [], []);

        await Screened(desk).AboutAsync("business", """
            { "business": { "legal_name": "Meridian Parcel Fiction Ltd", "owned_by": [ { "legal_name": "Northwind Fiction Holding AG", "country": "CH", "identifiers": [ { "scheme": "CH:UID", "value": "CHE123456788" } ],
                "owned_by": [ { "legal_name": "Farther Fiction SA" } ] } ] } }
            """);

        desk.Parties.Single().Owners.Should().BeEquivalentTo(new[]
        {
            new ScreenedParty(EntitySchema.Company, ["Northwind Fiction Holding AG"], null, ["CH"], ["CHE123456788"]),
            new ScreenedParty(EntitySchema.Company, ["Farther Fiction SA"], null, [], []),
        });
    }

    [Fact]
    public async Task Nobody_hides_behind_as_many_owners_as_a_request_can_hold()
    {
        var desk = new Told([Official], [], []);
        // Each owner is an object in a list: two levels of the thirty-two that are read.
        var chain = Enumerable.Range(1, 14).Reverse().Aggregate("[]", (owners, level) => $$"""[ { "legal_name": "Level {{level}} Fiction SA", "owned_by": {{owners}} } ]""");

        await Screened(desk).AboutAsync("business", $$"""{ "business": { "legal_name": "Meridian Parcel Fiction Ltd", "owned_by": {{chain}} } }""");

        desk.Parties.Single().Owners.Select(o => o.Names.Single()).Should().Equal(Enumerable.Range(1, 14).Select(level => $"Level {level} Fiction SA"));
    }

    [Theory]
    [InlineData("sole_proprietor", true)]
    [InlineData("private_limited_company", false)]
    public async Task A_sole_proprietor_is_searched_for_as_the_person_whose_name_the_business_bears(string type, bool expected)
    {
        var desk = new Told([Official], [], []);

        var answer = await Screened(desk).AboutAsync("business", $$"""{ "business": { "type": "{{type}}", "legal_name": "Quirinia Zanthropova", "registered_address": { "country": "MT" } } }""");

        answer.Status.Should().Be(VerificationStatus.Passed);
        desk.Parties.Single().Owners.Any(o => o is { Schema: EntitySchema.Person, Names: ["Quirinia Zanthropova"], Countries: ["MT"] }).Should().Be(expected);
    }

    [Fact]
    public async Task A_sole_proprietor_of_one_word_is_searched_for_as_far_as_it_goes() =>
        (await Screened(new Told([Official], [], [])).AboutAsync("business", """{ "business": { "type": "sole_proprietor", "legal_name": "Harbourlight" } }""")).Status.Should().Be(VerificationStatus.Passed);

    [Fact]
    public void An_owner_that_is_listed_is_a_match_of_the_business()
    {
        var entity = new ListEntity { Id = "1", ListKey = "list", Schema = EntitySchema.Company, Name = "NORTHWIND FICTION HOLDING" };
        var index = ScreeningIndex.Build([new ListSnapshot { ListKey = "list", Publisher = "p", IsComplete = true, Sha256 = "", Entities = [entity] }]);
        var business = new ScreenedParty(EntitySchema.Company, ["Meridian Parcel Fiction Ltd"], null, ["GB"], []);
        var owner = new ScreenedParty(EntitySchema.Company, ["Northwind Fiction Holding AG"], null, ["CH"], []);

        PartySearch.Find(index, business, null, 0.8).Should().BeEmpty();
        PartySearch.Find(index, business with { Owners = [owner] }, null, 0.8).Should().ContainSingle().Which.Screened.Should().Be("Northwind Fiction Holding AG");
    }

    [Fact]
    public async Task An_owner_without_a_name_clears_nobody() =>
        (await Screened(new Told([Official], [], [])).AboutAsync("business", """{ "business": { "legal_name": "Meridian Parcel Fiction Ltd", "owned_by": [ { "country": "CH" } ] } }""")).Read()
            .Should().Be("Inconclusive no_match=Inconclusive name_unsearchable");

    [Fact]
    public async Task Whoever_has_no_name_passes_nothing() =>
        (await Screened(new Told([Official], [], [])).AboutAsync("people/p4", Facts)).Read().Should().Be("Inconclusive no_match=Inconclusive field_missing");

    [Theory]
    [InlineData("business", """{ "business": { "legal_name": "The Company Ltd" } }""")]
    [InlineData("business", """{ "business": { "legal_name": "Meridian Ltd", "trade_name": "\u200B\u3164" } }""")]
    [InlineData("individual", """{ "individual": { "given_name": "Mr", "family_name": "." } }""")]
    [InlineData("individual", """{ "individual": { "given_name": "V", "family_name": "P" } }""")]
    [InlineData("individual", """{ "individual": { "given_name": "-", "family_name": "Dr" } }""")]
    [InlineData("individual", """{ "individual": { "given_name": ".", "family_name": "Zanthropova" } }""")]
    [InlineData("individual", """{ "individual": { "given_name": "Mrs", "family_name": "Zanthropova" } }""")]
    [InlineData("individual", """{ "individual": { "family_name": "Zanthropova" } }""")]
    public async Task A_name_that_could_be_found_in_no_list_clears_nobody(string subject, string facts) =>
        (await Screened(new Told([Official], [], [])).AboutAsync(subject, facts)).Read().Should().Be("Inconclusive no_match=Inconclusive name_unsearchable");

    [Theory]
    [InlineData("Wei", "Li")]
    [InlineData("Mohammed", "Ali")]
    [InlineData("伟", "张")]
    [InlineData("J.", "Smith")]
    [InlineData("Ng", "O")]
    public async Task Short_and_common_names_are_searched_for_like_all_others(string given, string family) =>
        (await Screened(new Told([Official], [], [])).AboutAsync("individual", $$"""{ "individual": { "given_name": "{{given}}", "family_name": "{{family}}" } }""")).Read().Should().Be("Passed no_match=Passed");

    [Fact]
    public async Task A_magic_name_forces_the_outcome_in_a_test_tenant_only()
    {
        var provider = Screened(new Told([Official], [], []));

        (await provider.AboutAsync("people/p2", Facts, live: false)).Status.Should().Be(VerificationStatus.Failed);
        (await provider.AboutAsync("people/p2", Facts, live: true)).Status.Should().Be(VerificationStatus.Passed);
        var cleared = await provider.AboutAsync("people/p3", Facts, false, [], ["ofac_sdn", "un"]);
        cleared.Status.Should().Be(VerificationStatus.Passed);
        cleared.Sample.Should().BeTrue();
        cleared.Lists.Should().HaveCount(2).And.OnlyContain(l => l.Sample);
    }

    [Fact]
    public void An_answer_on_a_former_issue_of_a_list_is_asked_for_anew()
    {
        var provider = Screened(new Told([Official], [], []));

        provider.IsCurrent("v1", ["ofac_sdn"]).Should().BeTrue();
        provider.IsCurrent("v0", ["ofac_sdn"]).Should().BeFalse();
        provider.IsCurrent(null, ["ofac_sdn"]).Should().BeFalse();
    }

    private static SanctionsProvider Screened(IScreeningDesk desk) => new(desk);

    private static ScreeningHit Hit(MatchStatus status) => new(new MatchId(Guid.Empty), status, "ofac_sdn:1", "ofac_sdn", "EXAMPLE, Ada", "EXAMPLE, Ada", 1, [], false);

    private sealed record Told(IReadOnlyList<SearchedList> Lists, IReadOnlyList<string> Missing, IReadOnlyList<ScreeningHit> Hits, bool Ready = true) : IScreeningDesk
    {
        public List<ScreenedParty> Parties { get; } = [];

        public Task<ScreeningFindings> ScreenAsync(
            TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> lists, double? threshold, CancellationToken ct)
        {
            Parties.Add(party);
            return Task.FromResult(new ScreeningFindings(Ready, Lists, Missing, Hits, "v1"));
        }

        public Task<ScreeningFindings> SimulateAsync(
            TenantWork work, Guid profile, string subject, Guid sealedFor, ScreenedParty party, IReadOnlyList<string> lists, CancellationToken ct) =>
            Task.FromResult(new ScreeningFindings(true, [], [], [Hit(MatchStatus.Open) with { Sample = true }], "v1"));

        public ValueTask<double> UsualThresholdAsync(PlatformDb db, TenantId tenant, CancellationToken ct) => ValueTask.FromResult(0.8);

        public Task<bool> HasTrueMatchAsync(PlatformDb db, Guid profile, CancellationToken ct) => Task.FromResult(false);

        public string DataVersion(IReadOnlyList<string> lists) => "v1";
    }
}
