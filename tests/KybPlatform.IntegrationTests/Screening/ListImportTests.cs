using System.Text;
using KybPlatform.Api.Screening;
using KybPlatform.IntegrationTests.App;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Screening;

public sealed class ListImportTests
{
    private static readonly DateTimeOffset Published = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_fresh_installation_searches_the_sample_and_says_so()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var tenant = await screened.Platform.ANewTenantAsync();

        var lists = (await tenant.GetAsync("/v1/screening/lists")).ShouldBe(200);
        var found = (await tenant.PostAsync("/v1/screening/search", new { items = new[] { new { name = "Bashar al-Assad", schema = "person", lists = new[] { "ofac_sdn" } } } })).ShouldBe(200);

        lists.At("/data").EnumerateArray().Select(l => (l.Text("/key"), l.Text("/state"), l.At("/complete").GetBoolean()))
            .Should().Equal(KybPlatform.Screening.Lists.ListFormats.Keys.Select(k => (k, "sample", false)));
        found.At("/results/0/matches/0/sample").GetBoolean().Should().BeTrue();
        found.At("/results/0/lists/0/sample").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task An_imported_issue_takes_the_samples_place_at_once()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var tenant = await screened.Platform.ANewTenantAsync();

        var made = (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published)).ShouldBe(201);
        var found = await SearchAsync(tenant, "Quirinia Maud Zanthropova");

        made.Text("/state").Should().Be("official");
        made.Text("/published_at").Should().Be("2026-11-01T00:00:00Z");
        made.At("/entity_count").GetInt32().Should().Be(3);
        found.Text("/results/0/matches/0/entity_id").Should().Be("ofac_sdn:9001");
        found.At("/results/0/matches/0/sample").GetBoolean().Should().BeFalse();
        found.Text("/results/0/lists/0/snapshot").Should().Be(made.Text("/snapshot"));
        (await SearchAsync(tenant, "Bashar al-Assad")).At("/results/0/matches").GetArrayLength().Should().Be(0, "the sample has left the index of this list");
    }

    [Fact]
    public async Task Another_process_loads_the_same_issue_from_the_database()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        using var another = ActivatorUtilities.CreateInstance<ScreeningLists>(screened.Platform.Services);
        await another.RefreshAsync(TestContext.Current.CancellationToken);
        another.Current!.Official.Should().BeEmpty();

        var made = (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published)).ShouldBe(201);
        await another.RefreshAsync(TestContext.Current.CancellationToken);

        $"sha256:{another.Current!.Official["ofac_sdn"].Snapshot.Sha256}".Should().Be(made.Text("/snapshot"));
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_its_line_and_the_former_issue_stays()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published)).ShouldBe(201);
        var broken = OfficialFiles.SmallOfac().Select(f => f.Name == "sdn.csv" ? (f.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(f.Content).Replace("9002,\"VEL", "9002,VEL", StringComparison.Ordinal) + "9004,\"CUT")) : f);

        var refused = (await screened.Operator.ImportAsync("ofac_sdn", broken, Published)).ShouldBeRefused(422, "list_refused");

        refused.Text("/errors/0/pointer").Should().Be("/files/sdn.csv");
        refused.Text("/errors/0/detail").Should().Contain("line ");
        (await SearchAsync(tenant, "Quirinia Maud Zanthropova")).At("/results/0/matches").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task An_issue_that_lost_most_of_its_entries_is_taken_as_cut()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac((9004, "ASKELUND FICTION", "-0- "), (9005, "BORGARNES FICTION", "-0- ")), Published)).ShouldBe(201);

        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published)).ShouldBeRefused(422, "list_refused").ShouldBlame("/files/sdn.csv", "shrunk");
    }

    [Fact]
    public async Task An_import_that_is_sent_twice_happens_once()
    {
        await using var screened = await ScreenedPlatform.StartAsync();

        var first = (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published, "import-1")).ShouldBe(201);
        var second = (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), Published, "import-1")).ShouldBe(201);

        second.Bytes.Should().Equal(first.Bytes);
        second.Header("Idempotency-Replayed").Should().Be("true");
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac((9004, "ASKELUND FICTION", "-0- ")), Published, "import-1")).ShouldBeRefused(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task Only_the_platform_key_imports_and_only_lists_that_there_are()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var tenant = await screened.Platform.ANewTenantAsync();

        (await tenant.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac())).ShouldBeRefused(403, "platform_key_required");
        (await screened.Operator.ImportAsync("nowhere", OfficialFiles.SmallOfac())).ShouldBeRefused(404, "not_found");
        (await screened.Operator.PostAsync("/v1/screening/lists/un/snapshots", new { })).ShouldBeRefused(415, "unsupported_media_type");
        (await screened.Operator.ImportAsync("un", [])).Status.Should().Be(400);
        (await screened.Operator.ImportAsync("un", [("un.xml", "<nothing/>"u8.ToArray())])).ShouldBeRefused(422, "list_refused").ShouldBlame("/files/un.xml", "not_un_list");
    }

    [Fact]
    public async Task The_real_lists_are_taken_whole_and_found()
    {
        var ofac = OfficialFiles.Real("ofac", "2021-07");
        var un = OfficialFiles.Real("un");
        await using var screened = await ScreenedPlatform.StartAsync();
        var tenant = await screened.Platform.ANewTenantAsync();

        (await screened.Operator.ImportAsync("ofac_sdn", ofac, new DateTimeOffset(2021, 7, 7, 0, 0, 0, TimeSpan.Zero))).ShouldBe(201).At("/entity_count").GetInt32().Should().Be(8976);
        (await screened.Operator.ImportAsync("un", un)).ShouldBe(201).At("/entity_count").GetInt32().Should().Be(1003);
        var found = await SearchAsync(tenant, "Banco Nacional de Cuba", "company");

        found.At("/results/0/matches/0/score").GetDouble().Should().Be(1);
        found.Text("/results/0/matches/0/entity_id").Should().Be("ofac_sdn:306");
    }

    private static async Task<HttpAnswer> SearchAsync(ApiClient tenant, string name, string schema = "person") =>
        (await tenant.PostAsync("/v1/screening/search", new { items = new[] { new { name, schema, lists = new[] { "ofac_sdn" } } } })).ShouldBe(200);
}
