using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Screening;

public sealed class ScreeningQuestionTests(PlatformApp app, TestPostgres postgres)
{
    [Fact]
    public async Task Names_are_compared_with_their_pieces()
    {
        var tenant = await app.ANewTenantAsync();

        var answer = (await tenant.PostAsync("/v1/screening/compare", new
        {
            items = new object[]
            {
                new { schema = "person", name1 = "Ada Example", name2 = "EXAMPLE, Ada" },
                new { schema = "company", name1 = "Veldrune Maritime LLC", name2 = "Orskavik Trading House" },
            },
        })).ShouldBe(200);

        answer.At("/results/0/match").GetBoolean().Should().BeTrue();
        answer.At("/results/0/pieces").GetArrayLength().Should().BeGreaterThan(0);
        answer.Text("/results/0/pieces/0/why").Should().NotBeEmpty();
        answer.At("/results/1/match").GetBoolean().Should().BeFalse();
        answer.At("/results/1/score").GetDouble().Should().BeLessThan(0.5);
    }

    [Fact]
    public async Task A_question_that_cannot_be_understood_is_refused_at_its_place()
    {
        var tenant = await app.ANewTenantAsync();

        (await tenant.PostAsync("/v1/screening/compare", new { items = new[] { new { schema = "persom", name1 = "a", name2 = "b" } } })).ShouldBe(422).ShouldBlame("/items/0/schema", "unknown_value");
        (await tenant.PostAsync("/v1/screening/search", new { items = new[] { new { schema = "person" } } })).ShouldBe(422).ShouldBlame("/items/0/name", "required");
        (await tenant.PostAsync("/v1/screening/search", new { items = new[] { new { name = "Ada", birth_date = "yesterday" } } })).ShouldBe(422).ShouldBlame("/items/0/birth_date", "invalid_value");
        (await tenant.PostAsync("/v1/screening/search", new { items = new[] { new { name = "Ada", lists = new[] { "ofac_sdm" } } } })).ShouldBeRefused(422, "unknown_list")
            .Text("/errors/0/detail").Should().Contain("'ofac_sdn'");
        (await tenant.PostAsync("/v1/screening/search", new { items = Enumerable.Range(0, 1001).Select(i => new { name = "Ada" }) })).ShouldBe(422).ShouldBlame("/items", "too_long");
        (await tenant.PostAsync("/v1/screening/search", new { })).ShouldBe(422).ShouldBlame("/items", "required");
    }

    [Fact]
    public async Task A_birth_date_far_off_speaks_against_a_name_that_agrees()
    {
        // Lists belong to the whole platform: this one has the sample only, whatever others import.
        await using var platform = await RunningPlatform.StartAsync(postgres);
        var tenant = (await platform.ANewTenantAsync()).Test;

        var answer = (await tenant.PostAsync("/v1/screening/search", new
        {
            items = new object[]
            {
                new { name = "Bashar al-Assad", schema = "person", birth_date = "1965" },
                new { name = "Bashar al-Assad", schema = "person", birth_date = "1999-01-01" },
                new { name = "Nobody Whatsoever Ofthisname", schema = "person" },
            },
        })).ShouldBe(200);

        answer.At("/results/0/matches").GetArrayLength().Should().BeGreaterThan(0);
        answer.At("/results/1/matches").GetArrayLength().Should().Be(0);
        answer.At("/results/2/matches").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_key_without_the_scope_searches_nothing()
    {
        var narrow = await (await app.ANewTenantAsync()).WithScopesAsync("inquiries:read");

        await narrow.PostAsync("/v1/screening/search", new { items = new[] { new { name = "Ada" } } }).ShouldBeRefusedAsync(403, "missing_scope");
    }
}
