using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.UnitTests.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class OnlineProviderTests
{
    private const string Business = """{ "country": "US", "business": { "legal_name": "Example Harbour Inc", "website": "https://example.com", "internal_note": "secret", "identifiers": [{ "scheme": "US:EIN", "value": "12-3456789" }] } }""";
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Theory]
    [InlineData(true, 0, "Passed known_customer=Passed")]
    [InlineData(false, 0, "Inconclusive known_customer=Inconclusive provider_unavailable")]
    [InlineData(true, 900, "Inconclusive known_customer=Inconclusive provider_unavailable")]
    public async Task A_signed_provider_is_believed_only_when_its_answer_is_signed_and_fresh(bool signed, int late, string expected)
    {
        await using var service = await Simulator.StartAsync(h => AnswerAsync(h, """{ "checks": { "known_customer": "passed" } }""", signed, late));
        var provider = Signed(service);

        (await provider.AboutAsync("business", Business)).Read().Should().Be(expected);

        var (id, at) = (service.Last["webhook-id"], service.Last["webhook-timestamp"]);
        service.Last["webhook-signature"].Should().Be(SignedProvider.Sign(SignedProvider.SecretOf(Secret), id, at, Encoding.UTF8.GetBytes(service.LastBody)));
        using var sent = JsonDocument.Parse(service.LastBody);
        sent.RootElement.GetProperty("facts").EnumerateObject().Select(f => f.Name).Should().Equal(["legal_name"], "nothing is sent that was not configured");
    }

    [Fact]
    public async Task What_a_signed_provider_does_not_say_is_not_known()
    {
        await using var service = await Simulator.StartAsync(h => AnswerAsync(h, """{ "checks": { "known_customer": "perhaps" } }""", true, 0));

        (await Signed(service).AboutAsync("business", Business)).Status.Should().Be(VerificationStatus.Inconclusive);
    }

    [Theory]
    [InlineData("""{ "responses": { "party": { "results": [{ "id": "Q1", "caption": "Somebody", "score": 0.95, "match": true }] } } }""", "Failed no_match=Failed sanctions_match")]
    [InlineData("""{ "responses": { "party": { "results": [{ "id": "Q1", "caption": "Somebody", "score": 0.4, "match": false }] } } }""", "Passed no_match=Passed")]
    [InlineData("""{ "responses": { "party": { "results": [] } } }""", "Passed no_match=Passed")]
    [InlineData("""{ "detail": "no such dataset" }""", "Inconclusive no_match=Inconclusive provider_unavailable")]
    [InlineData("""{ "responses": { "party": { "status": 500, "results": [] } } }""", "Inconclusive no_match=Inconclusive provider_unavailable")]
    [InlineData("""{ "responses": { "party": { "status": 200, "results": [{ "id": "Q1", "caption": "Somebody", "score": 0.95 }] } } }""", "Inconclusive no_match=Inconclusive provider_unavailable")]
    [InlineData("""{ "responses": { "party": { "results": [{ "id": "Q1", "caption": "Somebody", "score": 0.95, "match": "yes" }] } } }""", "Inconclusive no_match=Inconclusive provider_unavailable")]
    public async Task A_matching_service_clears_only_by_an_answer(string json, string expected)
    {
        await using var service = await Simulator.OfAsync(("/match/default", json));

        (await new YenteProvider(service.Settings("yente"), service.Line()).AboutAsync("business", Business)).Read().Should().Be(expected);
        service.LastBody.Should().Contain("Example Harbour Inc").And.NotContain("secret");
    }

    [Theory]
    [InlineData("""{ "results": [{ "id": "Q1", "caption": "Owner", "score": 0.95, "match": true }] }""", "Failed no_match=Failed sanctions_match")]
    [InlineData("""{ "results": [] }""", "Passed no_match=Passed")]
    [InlineData("null", "Inconclusive no_match=Inconclusive provider_unavailable")]
    public async Task A_matching_service_is_asked_about_the_businesses_that_own_the_business_too(string owner, string expected)
    {
        await using var service = await Simulator.OfAsync(("/match/default", $$"""{ "responses": { "party": { "results": [] }, "owner_1": {{owner}} } }"""));

        (await new YenteProvider(service.Settings("yente"), service.Line()).AboutAsync("business", """{ "business": { "legal_name": "Example Harbour Inc", "owned_by": [{ "legal_name": "Owner Fiction SA" }] } }""")).Read().Should().Be(expected);
        service.LastBody.Should().Contain("Owner Fiction SA");
    }

    [Fact]
    public async Task A_matching_service_goes_by_the_threshold_that_is_asked_for_and_a_test_tenant_asks_the_sandbox()
    {
        await using var live = await Simulator.StartAsync(h => Simulator.JsonAsync(h, h.Request.Query["threshold"] == "0.65"
            ? """{ "responses": { "party": { "results": [{ "id": "Q1", "caption": "Somebody", "score": 0.68, "match": true }] } } }"""
            : """{ "responses": { "party": { "results": [] } } }"""));
        await using var sandbox = await Simulator.OfAsync(("/match/default", """{ "responses": { "party": { "results": [] } } }"""));
        var yente = new YenteProvider(live.Settings("yente") with { SandboxUrl = sandbox.Url }, live.Line());

        (await yente.AboutAsync("business", Business, live: true, [], [], 0.65)).Status.Should().Be(VerificationStatus.Failed);
        (await yente.AboutAsync("business", Business, live: false)).Status.Should().Be(VerificationStatus.Passed);

        (live.Asked.Count, sandbox.Asked.Count).Should().Be((1, 1), "nobody of a test tenant is told to the real service");
    }

    [Fact]
    public async Task A_report_is_read_when_it_is_finished_and_made_once()
    {
        var looks = 0;
        await using var service = await Simulator.StartAsync(h => Simulator.JsonAsync(h, h.Request.Method == "POST" || ++looks < 2
            ? """{ "id": "b1", "status": "pending" }"""
            : """{ "id": "b1", "status": "in_review", "review": { "tasks": [{ "key": "name", "status": "success" }, { "key": "tin", "status": "failure" }, { "key": "sos_active", "status": "warning" }, { "key": "sos_match", "status": "success" }, { "key": "watchlist", "status": "success" }] } }"""));

        var answer = await new MiddeskProvider(service.Settings("middesk"), service.Line(), TimeProvider.System).AboutAsync("business", Business);

        answer.Read().Should().Be("Failed address_match=Inconclusive name_match=Passed no_match=Passed register_active=Inconclusive tin_match=Failed");
        service.Asked.Should().Equal("POST /v1/businesses", "GET /v1/businesses/b1", "GET /v1/businesses/b1");
    }

    [Theory]
    [InlineData("""{ "key": "sos_match", "status": "success" }""", CheckOutcome.Inconclusive)]
    [InlineData("""{ "key": "sos_match", "status": "success" }, { "key": "sos_domestic", "status": "success" }""", CheckOutcome.Inconclusive)]
    [InlineData("""{ "key": "sos_match", "status": "success" }, { "key": "sos_active", "status": "neutral" }""", CheckOutcome.Inconclusive)]
    [InlineData("""{ "key": "sos_active", "status": "success" }, { "key": "sos_match", "status": "something_new" }""", CheckOutcome.Inconclusive)]
    [InlineData("""{ "key": "sos_active", "status": "success" }, { "key": "sos_match", "status": "success" }""", CheckOutcome.Passed)]
    public async Task A_registration_that_was_found_is_not_an_active_one(string tasks, CheckOutcome expected)
    {
        await using var service = await Simulator.OfAsync(("/v1/businesses", $$"""{ "id": "b1", "status": "approved", "review": { "tasks": [{{tasks}}] } }"""));

        var answer = await new MiddeskProvider(service.Settings("middesk"), service.Line(), TimeProvider.System).AboutAsync("business", Business, true, "register_active");

        answer.Checks["register_active"].Should().Be(expected);
    }

    [Fact]
    public void The_file_of_providers_is_read_strictly()
    {
        var read = ProviderFile.Read("""{ "gleif": {}, "companies_house": { "key": "abc", "timeout_seconds": 2, "at_once": 3 } }"""u8);

        read.Select(p => p.Kind).Should().Equal("gleif", "companies_house");
        read[1].Line.AttemptTimeout.Should().Be(TimeSpan.FromSeconds(2));
        Refusal("""{ "kvk": {} }""").Should().Be("The provider 'kvk' lacks key.");
        Refusal("""{ "companieshouse": { "key": "hush" } }""").Should().Contain("of no kind").And.NotContain("hush");
        Refusal("""{ "gleif": { "kee": "hush" } }""").Should().Contain("cannot be read").And.NotContain("hush");
        Refusal("""{ "mine": { "kind": "signed", "url": "ftp://x", "secret": "0123456789abcdef", "type": "t", "subjects": ["business"], "checks": ["c"], "facts": ["legal_name"] } }""").Should().Contain("address");
    }

    private static string Refusal(string json)
    {
        var act = () => ProviderFile.Read(Encoding.UTF8.GetBytes(json));
        return act.Should().Throw<FormatException>().Which.Message;
    }

    private static SignedProvider Signed(Simulator service) => new(
        new ProviderSettings("mine", "signed", service.Url, Secret: Secret) { Type = "own_records", Subjects = ["business"], Checks = ["known_customer"], Facts = ["legal_name"] }, service.Line(), TimeProvider.System);

    private static Task AnswerAsync(HttpContext http, string json, bool signed, int late)
    {
        var at = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - late).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["webhook-timestamp"] = at;
        http.Response.Headers["webhook-signature"] = SignedProvider.Sign(SignedProvider.SecretOf(signed ? Secret : "whsec_AAAA"), http.Request.Headers["webhook-id"].ToString(), at, Encoding.UTF8.GetBytes(json));
        return Simulator.JsonAsync(http, json);
    }
}
