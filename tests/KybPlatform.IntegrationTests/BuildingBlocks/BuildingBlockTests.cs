using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.BuildingBlocks;

public sealed class BuildingBlockTests(PlatformApp app)
{
    [Fact]
    public async Task Reference_data_are_told_with_who_defines_them()
    {
        var data = (await (await app.ANewTenantAsync()).Test.GetAsync("/v1/reference-data")).ShouldBe(200);

        var group = data.At("/country_groups").EnumerateArray().Single(g => g.Text("/name") == "EU");
        (group.At("/members").GetArrayLength(), group.Text("/source"), group.At("/as_of").GetInt32()).Should().Be((27, "Treaty on European Union", 2026));
        data.At("/industry_groups").EnumerateArray().Single(g => g.Text("/name") == "HEALTH").At("/members/0").GetString().Should().Be("healthcare");
        (data.At("/countries").GetArrayLength(), data.At("/industries").EnumerateArray().Any(i => i.GetString() == "banking"), data.At("/sender_types").GetArrayLength()).Should().Be((250, true, 8));
    }

    [Fact]
    public async Task The_schemes_are_told_all_or_by_country()
    {
        var tenant = await app.ANewTenantAsync();

        var all = (await tenant.GetAsync("/v1/identifiers/schemes")).ShouldBe(200);
        var british = (await tenant.GetAsync("/v1/identifiers/schemes?country=GB")).ShouldBe(200);

        all.At("/data").GetArrayLength().Should().BeGreaterThan(100);
        british.At("/data").EnumerateArray().Select(s => s.Text("/code")).Should().Contain("GB:CRN").And.OnlyContain(c => c.StartsWith("GB:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_are_validated_by_scheme_by_alias_and_by_country()
    {
        var tenant = await app.ANewTenantAsync();

        var answer = (await tenant.PostAsync("/v1/identifiers/validate", new
        {
            items = new object[]
            {
                new { scheme = "AU:ABN", value = "51 824 753 556" },
                new { scheme = "AU:ABN", value = "51 824 753 557" },
                new { scheme = "gb:company", value = "445790" },
                new { country = "AU", value = "51824753556" },
                new { scheme = "ZZ:NOTHING", value = "1" },
            },
        })).ShouldBe(200);

        answer.Text("/results/0/normalized").Should().Be("51824753556");
        answer.At("/results/0/checksum_ok").GetBoolean().Should().BeTrue();
        answer.Text("/results/0/kind").Should().NotBeEmpty();
        answer.At("/results/1/checksum_ok").GetBoolean().Should().BeFalse();
        answer.Text("/results/1/reason_code").Should().Be("identifier_invalid_check_digit");
        answer.Text("/results/2/scheme").Should().Be("GB:CRN");
        answer.At("/results/2/checksum_ok").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        answer.Text("/results/3/scheme").Should().Be("AU:ABN");
        answer.Text("/results/4/reason_code").Should().Be("identifier_unknown_scheme");
        (await tenant.PostAsync("/v1/identifiers/validate", new { items = new[] { new { value = "1" } } })).ShouldBe(422).ShouldBlame("/items/0/scheme", "required");
        (await tenant.PostAsync("/v1/identifiers/validate", new { items = Enumerable.Range(0, 1001).Select(_ => new { scheme = "GB:CRN", value = "1" }) })).ShouldBe(422).ShouldBlame("/items", "too_long");
    }

    [Fact]
    public async Task A_machine_readable_zone_is_read()
    {
        var tenant = await app.ANewTenantAsync();

        // The specimen of ICAO Doc 9303, part 4.
        var answer = (await tenant.PostAsync("/v1/identifiers/parse-mrz", new
        {
            items = new[] { new { lines = new[] { "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10" } }, new { lines = new[] { "nothing" } } },
        })).ShouldBe(200);

        answer.Text("/results/0/surname").Should().Be("ERIKSSON");
        answer.Text("/results/0/birth_date").Should().Be("1974-08-12");
        answer.At("/results/0/valid").GetBoolean().Should().BeTrue();
        answer.At("/results/1/valid").GetBoolean().Should().BeFalse();
        answer.Text("/results/1/reason_code").Should().NotBeEmpty();
    }

    [Fact]
    public async Task Expressions_end_in_a_value_an_error_or_what_would_have_to_be_known()
    {
        var tenant = await app.ANewTenantAsync();

        var answer = (await tenant.PostAsync("/v1/expressions/evaluate", """
            { "items": [
                { "expression": "a + 1", "facts": { "a": 41 } },
                { "expression": "business.name.size() > 3", "facts": { "business": { "name": "Acme" } } },
                { "expression": "business.type == 'trust'", "facts": { "business": { "name": "Acme" } } },
                { "expression": "nothing.here" },
                { "expression": "1 +", "facts": {} },
                { "expression": "1 / 0" },
                { "expression": "b'abc'" },
                { "expression": "duration('1.5s')" },
                { "expression": "{1: 'x'}" },
                { "expression": "0.0 / 0.0" },
                { "expression": "true || busines == 'x'", "facts": { "business": { "name": "Acme" } } } ] }
            """)).ShouldBe(200);

        answer.At("/results/0/value").GetInt32().Should().Be(42);
        answer.Text("/results/0/type").Should().Be("int");
        answer.At("/results/1/value").GetBoolean().Should().BeTrue();
        answer.Json.Texts("/results/2/unknown").Should().Equal("business.type");
        answer.Text("/results/3/error/code").Should().Be("undeclared_reference");
        answer.Text("/results/4/error/code").Should().Be("syntax_error");
        answer.Text("/results/5/error/code").Should().Be("divide_by_zero");
        answer.Text("/results/6/value").Should().Be("YWJj");
        answer.Text("/results/7/value").Should().Be("1.5s");
        answer.At("/results/8/value").GetRawText().Should().Be("[[1,\"x\"]]");
        answer.Text("/results/9/value").Should().Be("NaN");
        answer.At("/results/10/value").GetBoolean().Should().BeTrue();
        answer.Text("/results/10/issues/0/code").Should().Be("undeclared_reference");
        answer.Text("/results/10/issues/0/suggestion").Should().Be("business");
    }

    [Fact]
    public async Task Expressions_of_one_request_share_what_they_may_cost()
    {
        var tenant = await app.ANewTenantAsync();
        var costly = Enumerable.Range(0, 8).Aggregate("1", (inner, i) => $"[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(x{i}, {inner})");
        var items = Enumerable.Repeat(costly, 60).Append("1 + 1").Select(e => new { expression = e });

        var answer = (await tenant.PostAsync("/v1/expressions/evaluate", new { items })).ShouldBe(200);

        answer.Text("/results/0/error/code").Should().Be("budget_exceeded");
        answer.Text("/results/60/error/code").Should().Be("budget_exceeded");
    }

    [Fact]
    public async Task A_scheme_that_does_not_exist_is_refused_with_the_nearest_one()
    {
        var tenant = await app.ANewTenantAsync();

        var refused = (await tenant.PostAsync("/v1/inquiries", new
        {
            country = "GB",
            sender_type = "alphanumeric",
            business = new { legal_name = "Acme Fiction Ltd", identifiers = new object[] { new { scheme = "GB:CRN", value = "00445790" }, new { scheme = "GB:CRM", value = "1" }, new { scheme = "GB:VAT" } } },
        })).ShouldBeRefused(422, "unknown_scheme");

        refused.ShouldBlame("/business/identifiers/1/scheme", "unknown_scheme").ShouldBlame("/business/identifiers/2/value", "required");
        refused.Text("/errors/0/detail").Should().Contain("'GB:CRN'");
    }
}
