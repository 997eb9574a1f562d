using System.Text.Json;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>The matrix of countries, sender types and applicants, as callers see it: no cell falls through, and what is no cell is refused with the nearest one.</summary>
public sealed class CellTests(PlatformApp app)
{
    private static readonly string[] LargeMarkets =
    [
        "US", "CA", "GB", "IE", "DE", "FR", "ES", "IT", "NL", "BE", "PT", "PL", "SE", "NO", "DK", "FI", "CH", "AT", "CZ", "RO", "AU", "NZ", "SG", "HK", "JP", "KR", "IN", "ID", "MY",
        "PH", "TH", "VN", "AE", "SA", "IL", "TR", "ZA", "NG", "KE", "BR", "MX", "AR", "CO", "CL",
    ];

    [Theory]
    [InlineData("GBR", "alphanumeric", "country", "GB")]
    [InlineData("gb", "alphanumeric", "country", "GB")]
    [InlineData("UK", "alphanumeric", "country", "GB")]
    [InlineData("Germany", "local", "country", "DE")]
    [InlineData("GB", "alphanumerik", "sender_type", "alphanumeric")]
    [InlineData("US", "10dlc", "sender_type", "a2p_10dlc")]
    [InlineData("US", "Voice", "sender_type", "voice")]
    [InlineData("US", "tollfree", "sender_type", "toll_free")]
    [InlineData("US", "shortcode", "sender_type", "short_code")]
    public async Task An_unknown_country_or_sender_type_is_refused_with_the_nearest_one(string country, string senderType, string wrong, string nearest)
    {
        var tenant = (await app.ANewTenantAsync()).Test;

        var asked = (await tenant.GetAsync($"/v1/policies/resolve?country={country}&sender_type={senderType}")).ShouldBeRefused(422, $"unknown_{wrong}");
        asked.ShouldBlame($"?{wrong}", $"unknown_{wrong}").Text("/errors/0/detail").Should().EndWith($"Did you mean '{nearest}'?");

        var submission = await Submissions.WholeAsync(tenant, "retail", submit: false);
        (submission["country"], submission["sender_type"]) = (country, senderType);
        var sent = (await tenant.PostAsync("/v1/inquiries", submission)).ShouldBeRefused(422, $"unknown_{wrong}");
        sent.ShouldBlame($"/{wrong}", $"unknown_{wrong}").Text("/errors/0/detail").Should().EndWith($"Did you mean '{nearest}'?");

        // What is no code at all is a fault of the facts already.
        var tried = (await tenant.PostAsync("/v1/evaluations", new { facts = new { country, sender_type = senderType, business = new { legal_name = "Example" } } })).ShouldBe(422);
        tried.Code.Should().BeOneOf($"unknown_{wrong}", "invalid_country");
        (tried.Text("/errors/0/pointer"), tried.Text("/errors/0/detail")).Should().Match<(string Pointer, string Detail)>(e => e.Pointer == $"/facts/{wrong}" && e.Detail.EndsWith($"Did you mean '{nearest}'?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_cell_has_an_answer_and_says_how_well_it_is_known()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var cells = (await tenant.GetAsync("/v1/policies/coverage")).ShouldBe(200).At("/cells").EnumerateArray().ToList();

        cells.Should().HaveCount(Countries.All.Count * SenderTypes.All.Count * 2);
        cells.Where(c => c.GetProperty("policy").ValueKind == JsonValueKind.Null).Should().BeEmpty();
        cells.Select(c => c.Text("/certainty")).Distinct().Should().BeSubsetOf(["documented", "reported", "inferred", "unknown"]);
        foreach (var country in LargeMarkets)
            foreach (var applicant in (string[])["business", "individual"])
                foreach (var known in (string[])["voice", "alphanumeric"])
                {
                    var cell = cells.Single(c => c.Text("/country") == country && c.Text("/sender_type") == known && c.Text("/applicant") == applicant);
                    if (known == "voice" || applicant == "business") cell.Text("/policy").Should().StartWith(country.ToLowerInvariant() + ".", "every large market has a policy of its own for it");
                }
    }

    [Fact]
    public async Task A_cell_that_nobody_knows_of_goes_to_a_person_and_one_that_is_known_names_its_pages()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var at = 0;
        foreach (var country in LargeMarkets)
        {
            // Another sender type and applicant for each, so that all of them come up.
            var (senderType, applicant) = (SenderTypes.All[at % SenderTypes.All.Count], at++ % 3 == 0 ? "individual" : "business");
            var policy = (await tenant.GetAsync($"/v1/policies/resolve?country={country}&sender_type={senderType}&applicant={applicant}")).ShouldBe(200);
            var why = $"{policy.Text("/key")} for {country}, {senderType}, {applicant}";
            var rules = policy.At("/content").TryGetProperty("rules", out var some) ? some.EnumerateArray().ToList() : [];
            if (policy.At("/content").TryGetProperty("not_offered", out var not) && not.GetBoolean()) continue;
            if (policy.Text("/certainty") == "unknown") rules.Should().Contain(r => r.Text("/outcome") == "review" && r.Text("/when") == "true", why);
            else policy.At("/content/sources").EnumerateArray().Should().NotBeEmpty(why).And.OnlyContain(s => s.Text("/url").StartsWith("https://", StringComparison.Ordinal));
        }
    }
}
