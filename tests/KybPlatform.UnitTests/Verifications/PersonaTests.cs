using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.UnitTests.Http;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>A service of identity documents, over real HTTP, in the shape of Persona's interface.</summary>
public sealed class PersonaTests
{
    private const string Facts = """
        { "country": "GB", "documents": { "identity": { "document_id": "doc_1", "type": "passport", "fields": { "given_name": "Ada", "family_name": "Sample", "date_of_birth": "1980-02-03", "document_number": "X1234567" } } } }
        """;

    [Fact]
    public async Task A_document_is_created_submitted_and_looked_at_until_it_is_decided()
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, (http.Request.Method, http.Request.Path.Value!.EndsWith("/submit", StringComparison.Ordinal)) switch
        {
            ("POST", false) => Said("initiated"),
            ("POST", true) => Said("submitted"),
            _ => Said("passed", ("id_fabrication_detection", "passed"), ("id_inquiry_comparison", "passed"), ("id_expired_detection", "passed"), ("id_entity_detection", "passed"), ("id_paper_detection", "not_applicable")),
        }));

        var answer = await AskAsync(service);

        answer.Read().Should().Be("Passed authentic=Passed data_match=Passed not_expired=Passed readable=Passed");
        service.Asked.Should().Equal("POST /api/v1/verification/government-ids", "POST /api/v1/verification/government-ids/ver_1/submit", "GET /api/v1/verification/government-ids/ver_1");
        service.Last["Authorization"].Should().Be("Bearer key-of-the-tests");
    }

    [Fact]
    public async Task What_is_sent_is_the_picture_and_what_is_claimed_and_asking_again_goes_on_with_the_same_one()
    {
        var (keys, body) = (new List<string>(), "");
        await using var service = await Simulator.StartAsync(http =>
        {
            keys.Add(http.Request.Headers["Idempotency-Key"].ToString());
            return Simulator.JsonAsync(http, Said("submitted"));
        });

        var first = await AskAsync(service);
        body = service.Asked.First();
        var second = await AskAsync(service);

        (first.Status, first.Retry, first.ReasonCode).Should().Be((VerificationStatus.Inconclusive, true, "provider_unavailable"));
        second.Retry.Should().BeTrue();
        keys.Where(k => k.Length > 0).Should().HaveCount(2).And.OnlyContain(k => k == keys[0]);
        body.Should().Be("POST /api/v1/verification/government-ids");
    }

    [Theory]
    [InlineData("failed", "id_compromised_detection", "authentic", "document_suspected")]
    [InlineData("failed", "id_expired_detection", "not_expired", "document_expired")]
    [InlineData("failed", "id_inquiry_comparison", "data_match", "document_invalid")]
    [InlineData("requires_retry", "id_portrait_detection", "readable", "document_unreadable")]
    public async Task What_failed_is_told_with_its_reason(string status, string check, string ours, string reason)
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said(status, (check, "failed"))));

        var answer = await AskAsync(service);

        (answer.Status, answer.Checks[ours], answer.ReasonCode, answer.Retry).Should().Be((VerificationStatus.Failed, CheckOutcome.Failed, reason, false));
        answer.Checks.Where(c => c.Key != ours).Should().OnlyContain(c => c.Value == CheckOutcome.Inconclusive, "what it did not look at is not known");
    }

    [Theory]
    [InlineData("passed", "data_match", "id_extraction_inconsistency_detection=passed")]
    [InlineData("passed", "data_match", "id_extraction_inconsistency_detection=passed id_inquiry_comparison=not_applicable")]
    [InlineData("passed", "authentic", "id_fabrication_detection=passed id_compromised_detection=requires_retry")]
    [InlineData("failed", "authentic", "id_fabrication_detection=passed id_check_of_tomorrow=failed")]
    [InlineData("requires_retry", "authentic", "id_fabrication_detection=passed")]
    public async Task What_was_not_compared_or_not_decided_is_not_known(string status, string check, string said)
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said(status, [.. said.Split(' ').Select(s => s.Split('=')).Select(s => (s[0], s[1]))])));

        (await AskAsync(service)).Checks[check].Should().Be(CheckOutcome.Inconclusive);
    }

    [Theory]
    [InlineData("2026-12-01", 11)]
    [InlineData("2046-12-01", 365)]
    public async Task What_a_document_proves_lapses_with_it(string expires, int days)
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said("passed", ("id_fabrication_detection", "passed")).Replace("\"status\":\"passed\",\"checks\"", $"\"status\":\"passed\",\"expiration-date\":\"{expires}\",\"checks\"", StringComparison.Ordinal)));

        Math.Floor((await AskAsync(service)).ValidFor!.Value.TotalDays).Should().Be(days);
    }

    [Theory]
    [InlineData(500, "application/json", "{}")]
    [InlineData(401, "application/json", "{}")]
    [InlineData(422, "application/json", """{ "errors": [{ "title": "Bad" }] }""")]
    [InlineData(200, "application/json", "{ not json")]
    [InlineData(200, "text/html", "<html>")]
    [InlineData(200, "application/json", """{ "data": [] }""")]
    [InlineData(200, "application/json", """{ "data": { "id": "ver_1", "attributes": { "status": "canceled" } } }""")]
    public async Task A_service_in_trouble_is_never_the_applicants_failure(int status, string type, string body)
    {
        await using var service = await Simulator.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return Simulator.JsonAsync(http, body, type);
        });

        var answer = await AskAsync(service);

        (answer.Status, answer.ReasonCode, answer.Retry).Should().Be((VerificationStatus.Inconclusive, "provider_unavailable", true));
    }

    [Fact]
    public async Task A_document_that_may_not_be_seen_is_not_sent()
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said("passed")));

        (await AskAsync(service, "pending")).Retry.Should().BeTrue();
        (await AskAsync(service, "harmful")).Status.Should().Be(VerificationStatus.Inconclusive);

        service.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_picture_is_sent_as_the_interface_has_it()
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said("failed", ("id_expired_detection", "failed"))));

        await AskAsync(service);

        var sent = JsonDocument.Parse(service.LastBody).RootElement.GetProperty("data").GetProperty("attributes");
        sent.GetProperty("country-code").GetString().Should().Be("GB");
        sent.GetProperty("id-class").GetString().Should().Be("pp");
        sent.GetProperty("name-last").GetString().Should().Be("Sample");
        Encoding.UTF8.GetString(sent.GetProperty("front-photo").GetProperty("data").GetBytesFromBase64()).Should().Be("PICTURE");
    }

    [Theory]
    [InlineData("TEST-PASSED-1", VerificationStatus.Passed)]
    [InlineData("TEST-FAILED-1", VerificationStatus.Failed)]
    [InlineData("TEST-INCONCLUSIVE-1", VerificationStatus.Inconclusive)]
    public async Task A_magic_number_asks_nobody_in_a_test_tenant_and_is_a_number_in_a_live_one(string number, VerificationStatus expected)
    {
        await using var service = await Simulator.StartAsync(http => Simulator.JsonAsync(http, Said("failed", ("id_expired_detection", "failed"))));

        (await AskAsync(service, number: number, live: false)).Status.Should().Be(expected);
        service.Asked.Should().BeEmpty();
        (await AskAsync(service, number: number)).Status.Should().Be(VerificationStatus.Failed);
        service.Asked.Should().NotBeEmpty();
    }

    private static Task<VerificationAnswer> AskAsync(Simulator service, string state = "ready", string number = "X1234567", bool live = true) =>
        new PersonaProvider(service.Settings("persona"), service.Line(), new OnePicture(state), TimeProvider.System).AboutAsync("documents/identity", Facts.Replace("X1234567", number, StringComparison.Ordinal), live);

    private static string Said(string status, params (string Name, string Status)[] checks) => JsonSerializer.Serialize(new
    {
        data = new { type = "verification/government-id", id = "ver_1", attributes = new { status, checks = checks.Select(c => new { name = c.Name, status = c.Status, reasons = Array.Empty<string>() }) } },
    });

    private sealed class OnePicture(string state) : IDocuments
    {
        public Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct) =>
            Task.FromResult<IReadOnlyDictionary<string, DocumentView>>(new Dictionary<string, DocumentView> { ["doc_1"] = new("doc_1", "image/jpeg", 7, null, "ab", Asked.Now, state) });

        public IReadOnlyList<PlannedRead> Reads(IReadOnlyCollection<string> ids) => throw new NotSupportedException();

        public Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct) => Task.FromResult<Stream?>(state == "ready" ? new MemoryStream("PICTURE"u8.ToArray()) : null);

        public Task<IReadOnlyList<string>> UseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<DocumentView> documents, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> SharingAsync(PlatformDb db, Guid profile, CancellationToken ct) => throw new NotSupportedException();

        public Task EraseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
    }
}
