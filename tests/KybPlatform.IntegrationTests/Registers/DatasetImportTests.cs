using System.Globalization;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Screening;

namespace KybPlatform.IntegrationTests.Registers;

/// <summary>From a register's file to the decision that rests on it. An imported dataset is everybody's, so these tests share no platform.</summary>
public sealed class DatasetImportTests
{
    private static readonly DateTimeOffset Today = TimeProvider.System.GetUtcNow();
    private static readonly (string, string, string)[] Companies =
        [("HARBOURLIGHT FICTION TRADING LTD", "71000001", "Active"), ("HARBOURLIGHT FICTION TRADING LTD", "71000002", "Liquidation"), ("QUITE ANOTHER FICTION LTD", "71000003", "Active")];

    [Fact]
    public async Task With_a_fresh_and_complete_register_a_number_passes_or_fails_and_a_stale_or_partial_one_clears_nobody()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        (await tenant.SubmitAsync(number: "71000009")).Text("/status").Should().Be("approved", "where nobody has a register, the check is left out");

        (await screened.Operator.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies), Today.AddDays(-1))).ShouldBe(200).Text("/state").Should().Be("ready");

        var active = await tenant.SubmitAsync(number: "71000001");
        active.Text("/status").Should().Be("approved", "the answer was {0}", active.Body);
        var verification = (await tenant.GetAsync($"/v1/verifications?inquiry={active.Text("/id")}&type=identifier")).ShouldBe(200);
        verification.Text("/data/0/checks/register_active").Should().Be("passed");
        (await tenant.GetAsync($"/v1/verifications/{verification.Text("/data/0/id")}")).ShouldBe(200).Text("/evidence/register/record/names/0/name").Should().Be("HARBOURLIGHT FICTION TRADING LTD");
        (await tenant.SubmitAsync(number: "71000002")).Failing("register_inactive");
        (await tenant.SubmitAsync(number: "71000009", name: "Nowhere Fiction Trading Limited")).Failing("register_not_found");

        var whole = (await tenant.PostAsync("/v1/verifications", new { type = "business_register", subject = "business", business_profile_id = active.Text("/business_profile_id") })).ShouldBe(201);
        whole.Text("/status").Should().Be("passed", "the answer was {0}", whole.Body);
        whole.Text("/lists/0/key").Should().Be("gb");
        (await tenant.GetAsync("/v1/verification-types")).ShouldBe(200).At("/data").EnumerateArray().Select(t => t.Text("/type")).Should().Contain("business_register");

        (await screened.Operator.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies), Today.AddDays(-60))).ShouldBe(200);
        await ClearsNobodyAsync(tenant, "register_stale");
        (await tenant.GetAsync("/v1/register-datasets")).ShouldBe(200).At("/data/0/usable").GetBoolean().Should().BeFalse();
        var tried = await tenant.Test.SubmitAsync(number: "71000001");
        tried.Text("/status").Should().Be("approved", "a test tenant takes it as it is; the answer was {0}", tried.Body);
        (await tenant.Test.GetAsync($"/v1/verifications?inquiry={tried.Text("/id")}&type=identifier")).ShouldBe(200).At("/data/0/sample").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task An_interrupted_import_goes_on_where_it_stopped_and_takes_nothing_but_the_same_content()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var (platform, many) = (screened.Operator, Many(9_000));
        var id = await platform.OpenAsync("gb", "companies_house", Today);

        await FluentActions.Awaiting(() => platform.SendAsync("gb", id, new BrokenContent(many[..(many.Length * 3 / 4)]))).Should().ThrowAsync<HttpRequestException>();
        var broken = await WaitAsync(async () => (await platform.GetAsync($"/v1/register-datasets/gb/imports/{id}")).ShouldBe(200), a => a.At("/records").GetInt64() >= 6_000);
        var other = await platform.SendAsync("gb", id, new ByteArrayContent(Many(9_000, "OTHER")));
        var done = await platform.SendAsync("gb", id, new ByteArrayContent(many));

        broken.Text("/state").Should().Be("importing");
        other.ShouldBeRefused(422, "content_differs");
        done.ShouldBe(200).Text("/state").Should().Be("ready");
        done.At("/records").GetInt64().Should().Be(9_000);
        done.At("/bytes").GetInt64().Should().Be(many.Length);
        (await screened.Platform.AskAsync<long>("SELECT count(*) FROM dataset_records")).Single().Should().Be(9_000);
        (await screened.Platform.AskAsync<long>("SELECT count(*) FROM dataset_numbers WHERE value = '71004321'")).Single().Should().Be(1);
        (await platform.SendAsync("gb", id, new ByteArrayContent(many))).ShouldBeRefused(409, "already_imported");
    }

    [Fact]
    public async Task What_is_not_the_registers_file_is_refused_and_the_former_issue_stays()
    {
        await using var screened = await ScreenedPlatform.StartAsync();
        var (platform, tenant) = (screened.Operator, await screened.Platform.ANewTenantAsync());
        var first = (await platform.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies), Today)).ShouldBe(200).Text("/id");

        (await platform.ImportAsync("gb", "companies_house", "a,b\n1,2\n"u8.ToArray(), Today)).ShouldBeRefused(422, "dataset_refused").Text("/errors/0/detail").Should().Contain("line 1");
        (await platform.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies[..1]), Today)).ShouldBeRefused(422, "dataset_refused").Text("/detail").Should().Contain("has 1 entries");
        (await platform.ImportAsync("gb", "gleif", "{ \"data\": ["u8.ToArray(), Today)).ShouldBeRefused(422, "dataset_refused");
        (await platform.PostAsync("/v1/register-datasets/gb/imports", new { format = "companieshouse", publisher = "x", complete = true })).ShouldBeRefused(422, "unknown_format");
        (await platform.PostAsync("/v1/register-datasets/gb/imports", new { format = "csv", publisher = "x", complete = true })).ShouldBeRefused(422, "invalid_value").ShouldBlame("/mapping", "invalid_value");
        (await platform.PostAsync("/v1/register-datasets/gb/imports", new { format = "csv", publisher = "x", complete = true, mapping = new { numbers = new[] { new { scheme = "XX:WHAT", parts = new[] { "a" } } }, names = new[] { new { from = "b" } } } })).ShouldBeRefused(422, "unknown_scheme");
        (await tenant.PostAsync("/v1/register-datasets/gb/imports", new { format = "gleif", publisher = "x", complete = true })).ShouldBeRefused(403, "platform_key_required");
        (await platform.SendAsync(HttpMethod.Put, $"/v1/register-datasets/gb/imports/{first}/content", new { })).ShouldBeRefused(409, "already_imported");
        (await platform.PostAsync("/v1/register-datasets/gb/imports", new { format = "companies_house", publisher = "Companies House", published_at = "2999-01-01T00:00:00Z", complete = true })).ShouldBeRefused(422, "invalid_value").ShouldBlame("/published_at", "invalid_value");
        (await platform.GetAsync("/v1/register-datasets/gb/imports/dsi_nothing")).ShouldBeRefused(404, "not_found");

        (await tenant.GetAsync("/v1/register-datasets")).ShouldBe(200).Text("/data/0/snapshot").Should().Be(first);
    }

    [Fact]
    public async Task A_partial_issue_takes_no_complete_ones_place_and_a_complete_one_that_shrank_needs_the_operators_word()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var (platform, tenant) = (screened.Operator, await screened.Platform.ANewTenantAsync());
        (await platform.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies[2..]), Today.AddDays(-3), complete: false)).ShouldBe(200).Body.Should().NotContain("stays in use");
        await ClearsNobodyAsync(tenant, "register_incomplete");

        var whole = (await platform.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies), Today.AddDays(-2))).ShouldBe(200).Text("/id");
        for (var day = 0; day < 3; day++)
            (await platform.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies[2..]), Today, complete: false)).ShouldBe(200).Text("/note").Should().Be("It is partial: the complete issue stays in use.");
        (await tenant.GetAsync("/v1/register-datasets")).ShouldBe(200).Text("/data/0/snapshot").Should().Be(whole);
        var cleared = await (await screened.Platform.ANewTenantAsync()).SubmitAsync(number: "71000001");
        cleared.Text("/status").Should().Be("approved", "the partial issues do not have this company, and say nothing; the answer was {0}", cleared.Body);

        var smaller = await platform.OpenAsync("gb", "companies_house", Today);
        (await platform.SendAsync("gb", smaller, new ByteArrayContent(RegisterFiles.CompaniesHouse(Companies[..1])))).ShouldBeRefused(422, "dataset_refused").Text("/detail").Should().Contain("force=true");
        (await platform.SendAsync("gb", smaller, new ByteArrayContent(RegisterFiles.CompaniesHouse(Companies[..1])), "?force=maybe")).ShouldBeRefused(422, "invalid_value").ShouldBlame("/force", "invalid_value");
        (await tenant.GetAsync("/v1/register-datasets")).ShouldBe(200).Text("/data/0/snapshot").Should().Be(whole);
        (await platform.SendAsync("gb", smaller, new ByteArrayContent(RegisterFiles.CompaniesHouse(Companies[..1])), "?force=true")).ShouldBe(200).Text("/state").Should().Be("ready");
        (await tenant.GetAsync("/v1/register-datasets")).ShouldBe(200).Text("/data/0/snapshot").Should().Be(smaller);
    }

    [Fact]
    public async Task Where_the_register_itself_can_be_asked_an_issue_does_not_fail_anybody_alone()
    {
        const string Path = "/company/71000009";
        await using var register = await Publisher.StartAsync();
        register[Path] = Said("""{ "company_number": "71000009", "company_name": "HARBOURLIGHT FICTION TRADING LIMITED", "company_status": "active" }""");
        var settings = new ProviderSettings("companies_house", "companies_house", register.At("/"), Key: "key");
        await using var screened = await ScreenedPlatform.StartAsync(s => s with { Providers = [settings] });
        var tenant = (await screened.Platform.ANewTenantAsync()).Test;
        (await screened.Operator.ImportAsync("gb", "companies_house", RegisterFiles.CompaniesHouse(Companies), Today.AddDays(-20))).ShouldBe(200);

        var young = await tenant.SubmitAsync(number: "71000009");
        (await tenant.SubmitAsync(number: "71000001")).Text("/status").Should().Be("approved");
        register[Path] = Said("""{ "errors": [{ "error": "company-profile-not-found", "type": "ch:service" }] }""", 404);
        var unknown = await tenant.SubmitAsync(number: "71000009", name: "Nowhere Fiction Trading Limited");
        register[Path] = Said("{}", 500);
        var silent = await tenant.SubmitAsync(number: "71000009", name: "Elsewhere Fiction Trading Limited");

        young.Text("/status").Should().Be("approved", "the register knows it by now; the answer was {0}", young.Body);
        unknown.Failing("register_not_found");
        silent.Failing("register_not_found");
        (await screened.Platform.AskAsync<int>("SELECT DISTINCT round(extract(epoch FROM valid_until - created_at) / 86400)::int AS days FROM verifications WHERE reason_code = 'register_not_found' ORDER BY 1 DESC"))
            .Should().Equal([30, 1], "where the register was silent it is asked again");
        register.Asked("/company/71000001").Should().Be(0, "who is in the issue costs no call");
        register.Asked(Path).Should().BeGreaterThanOrEqualTo(3);

        static Publisher.Offer Said(string json, int status = 200) => new(System.Text.Encoding.UTF8.GetBytes(json), Status: status, Type: "application/json");
    }

    private static async Task ClearsNobodyAsync(TenantClient tenant, string reason)
    {
        var inquiry = await tenant.SubmitAsync(number: "71000001");
        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
        (await tenant.GetAsync($"/v1/verifications?inquiry={inquiry.Text("/id")}&type=identifier")).ShouldBe(200).Text("/data/0/reason_code").Should().Be(reason);
    }

    private static byte[] Many(int count, string name = "EXAMPLE") =>
        RegisterFiles.CompaniesHouse([.. Enumerable.Range(0, count).Select(i => ($"{name} FICTION {i} LTD", (71_000_000 + i).ToString(CultureInfo.InvariantCulture), "Active"))]);

    private static async Task<HttpAnswer> WaitAsync(Func<Task<HttpAnswer>> ask, Func<HttpAnswer, bool> until)
    {
        for (var i = 0; i < 200; i++)
        {
            var answer = await ask();
            if (until(answer)) return answer;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        return await ask();
    }
}

internal static class RegisterVerdicts
{
    /// <summary>The applicant is asked for the number again, and told why.</summary>
    public static void Failing(this HttpAnswer inquiry, string reason)
    {
        inquiry.Text("/status").Should().Be("needs_information", "the answer was {0}", inquiry.Body);
        inquiry.Body.Should().Contain(reason);
    }
}
