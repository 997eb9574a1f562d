using System.Net.Http.Headers;
using System.Text.Json;
using CsCheck;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Tenancy;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>
/// Properties of the running application over all its routes: whatever is wrong with a request gets a refusal that the document has,
/// changes nothing, and is no fault of ours.
/// </summary>
// Whoever makes a world imports a list for all tenants, and so changes the rows of a world that is watched: one after the other.
[Collection(nameof(SweepWorld))]
public sealed class BadInputTests(PlatformApp app)
{
    [Fact]
    public async Task A_body_that_means_nothing_is_refused_as_documented_and_changes_nothing()
    {
        var (world, operations) = await WorldAsync();
        var writing = operations.Where(o => o.Request("application/json") is not null).Select(o => (Operation: o, Bodies: Gen.OneOf([.. BadBodies.Of(o)]))).ToArray();
        var before = await world.FingerprintAsync();

        await Gen.Int[0, writing.Length - 1].SelectMany(i => writing[i].Bodies.Select(body => (writing[i].Operation, Body: body)))
            .SampleAsync(async bad => await ShouldBeRefusedAsync(world, bad.Operation, bad.Body), iter: 1500, threads: 2, print: bad => $"{bad.Operation.Name}, {bad.Body}");

        (await world.FingerprintAsync()).Should().Be(before);
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task Every_kind_of_bad_body_is_sent_to_every_operation_at_least_once()
    {
        var (world, operations) = await WorldAsync();
        foreach (var operation in operations.Where(o => o.Request("application/json") is not null))
        {
            foreach (var way in BadBodies.Of(operation)) await ShouldBeRefusedAsync(world, operation, way.Single());
        }
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task A_form_that_means_nothing_is_refused_as_documented_and_changes_nothing()
    {
        var (world, operations) = await WorldAsync();
        var forms = operations.Where(o => o.Request("multipart/form-data") is not null).ToArray();
        forms.Should().NotBeEmpty();
        var before = await world.FingerprintAsync();

        await Gen.Select(Gen.Int[0, forms.Length - 1], BadForms.Any).SampleAsync(async (i, form) => await ShouldBeRefusedAsync(world, forms[i], form), iter: 300, threads: 2);

        (await world.FingerprintAsync()).Should().Be(before);
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task Odd_paths_and_queries_are_answered_as_documented()
    {
        var (world, operations) = await WorldAsync();
        var reading = operations.Where(o => o.Method == "GET").ToArray();

        await Gen.Select(Gen.Int[0, reading.Length - 1], OddText, OddText).SampleAsync(async (i, a, b) =>
        {
            var operation = reading[i];
            var path = operation.Parameters.Where(p => p.Text("/in") == "path").Aggregate(operation.Path, (at, p) => at.Replace($"{{{p.Text("/name")}}}", a.Length == 0 ? "-" : a, StringComparison.Ordinal));
            var query = string.Join('&', operation.Parameters.Where(p => p.Text("/in") == "query").Select((p, n) => $"{p.Text("/name")}={(n % 2 == 0 ? b : a)}"));
            var answer = await ClientFor(world, operation).GetAsync($"{path}?{query}");

            // Filters that do not fit into a request line are refused by the server itself.
            if (answer.Status == 414) return;
            var documented = operation.Responses.Keys.Concat([400, 404]);
            Assert.True(documented.Contains(answer.Status) && answer.Status < 500, $"{operation.Name} with '{a}' and '{b}': {answer.Status} {answer.Body}");
            // A path with NUL in it is refused by the server itself, before any of our words.
            if (answer.Status >= 400 && !(path.Contains("%00", StringComparison.Ordinal) && answer.Status == 400)) AssertProblem(answer, operation);
        }, iter: 600, threads: 2);

        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task Odd_headers_are_answered_as_documented_and_change_nothing()
    {
        var (world, operations) = await WorldAsync();
        var writing = operations.Where(o => o.Request("application/json") is not null).ToArray();
        var before = await world.FingerprintAsync();

        await Gen.Select(Gen.Int[0, writing.Length - 1], Gen.String[Gen.Char[' ', '~'], 0, 300], Gen.OneOf("Idempotency-Key", "If-Match", "Prefer", "Request-Id", "Accept")).SampleAsync(async (i, value, header) =>
        {
            // The body is refused in any case, so that only the header's own effect could be left behind.
            var answer = await ClientFor(world, writing[i]).SendAsync(new HttpMethod(writing[i].Method), PathOf(world, writing[i]), """{"zz":1}""", (header, value));

            Assert.True(writing[i].Responses.ContainsKey(answer.Status) && answer.Status is >= 400 and < 500, $"{writing[i].Name} with {header}: {value}: {answer.Status} {answer.Body}");
        }, iter: 300, threads: 2);

        (await world.FingerprintAsync()).Should().Be(before);
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public async Task A_body_without_a_length_is_counted_as_it_comes()
    {
        var (world, _) = await WorldAsync();
        using var endless = new StreamContent(new MemoryStream(new byte[3 * 1024 * 1024])) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        endless.Headers.ContentLength = null;

        (await world.Owner.SendAsync(HttpMethod.Post, "/v1/inquiries", new Chunked(endless))).ShouldBeRefused(413, "body_too_large");
        (await world.Owner.GetAsync("/v1/tenant")).ShouldBe(200);
        world.Platform.Logs.Errors.ShouldBeNone();
    }

    [Theory]
    [InlineData("PUT", "/v1/inquiries", 405, "method_not_allowed")]
    [InlineData("TRACE", "/v1/inquiries", 405, "method_not_allowed")]
    [InlineData("GET", "/v1/nowhere", 404, "not_found")]
    [InlineData("POST", "/v1", 404, "not_found")]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/v2/inquiries", 404, "not_found")]
    public async Task What_no_route_takes_is_told_so(string method, string path, int status, string code)
    {
        var (world, _) = await WorldAsync();

        (await world.Owner.SendAsync(new HttpMethod(method), path)).ShouldBeRefused(status, code);
    }

    [Fact]
    public async Task Who_is_not_known_learns_nothing_about_bodies()
    {
        var (world, operations) = await WorldAsync();
        foreach (var operation in operations.Where(o => o.Request("application/json") is not null))
        {
            using var text = new StringContent("x", System.Text.Encoding.UTF8, "text/plain");
            (await world.Platform.Nobody.SendAsync(new HttpMethod(operation.Method), PathOf(world, operation), text)).ShouldBeRefused(401, "unauthenticated");
        }
    }

    private static readonly Gen<string> OddText = Gen.OneOf(
        Gen.String[Gen.Char['!', '~'], 0, 80].Select(Uri.EscapeDataString),
        Gen.OneOf("%00", "a%00b", "%FF%FE", "%C0%80", "%ED%A0%80", "%F0%9F%98%80", "-1", "0", "101", "1e9", "null", "[]", "%5B%5D", "%27%3B--", "..%2F..%2F", "%252e", "%0D%0ASet-Cookie:%20a=b", "inq_", "i", "p", "p-1", "p99999999999999999999", "i" + new string('f', 32), new string('9', 500)),
        Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 30].Select(Uri.EscapeDataString));

    private static async Task ShouldBeRefusedAsync(SweepWorld world, Operation operation, BadBody body)
    {
        using var content = new ByteArrayContent(body.Bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", body.ContentType);
        var answer = await ClientFor(world, operation).SendAsync(new HttpMethod(operation.Method), PathOf(world, operation), content);

        Assert.True(answer.Status is >= 400 and < 500 && operation.Responses.ContainsKey(answer.Status), $"{operation.Name}, {body}: {answer.Status} {answer.Body}");
        if (body.Status is { } status) Assert.True(answer.Status == status, $"{operation.Name}, {body}: {answer.Status} {answer.Body}");
        if (body.Code is { } code) Assert.True(answer.Code == code, $"{operation.Name}, {body}: {answer.Body}");
        AssertProblem(answer, operation);
    }

    private static void AssertProblem(HttpAnswer answer, Operation operation)
    {
        Assert.Equal("application/problem+json", answer.Content.ContentType?.ToString());
        Assert.Empty(operation.Schemas.Faults(answer.Json, JsonDocument.Parse("""{ "$ref": "#/components/schemas/Problem" }""").RootElement));
    }

    private static ApiClient ClientFor(SweepWorld world, Operation operation) => operation.NeedsPlatformKey ? world.Platform.Operator : world.Owner;

    // The owner's own ids, so that the body is what is wrong.
    private static string PathOf(SweepWorld world, Operation operation) =>
        operation.Parameters.Where(p => p.Text("/in") == "path").Aggregate(operation.Path, (path, p) => path.Replace(
            $"{{{p.Text("/name")}}}", p.Find("/schema/pattern")?.GetString() is { } pattern ? world.IdOf(pattern[1..4]) ?? p.Text("/example") : p.Text("/example"), StringComparison.Ordinal));

    private async Task<(SweepWorld World, IReadOnlyList<Operation> Operations)> WorldAsync()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        return (await SweepWorld.MakeAsync(await app.PlatformAsync(), operations), operations);
    }

    /// <summary>Content that does not know its length, and is therefore sent in chunks.</summary>
    private sealed class Chunked : HttpContent
    {
        private readonly HttpContent _inner;

        public Chunked(HttpContent inner)
        {
            _inner = inner;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => _inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
