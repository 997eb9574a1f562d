using System.Text.Json;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Http;

public sealed class OpenApiTests(PlatformApp app)
{
    [Fact]
    public async Task The_document_is_OpenAPI_3_1_under_the_products_licence()
    {
        var (document, _) = await ApiOperations.ReadAsync(app);

        document.Text("/openapi").Should().StartWith("3.1");
        document.Text("/info/license/identifier").Should().Be("Apache-2.0");
        document.At("/servers").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Every_route_is_documented_and_nothing_else()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);

        operations.Select(o => o.Name).ToArray().Should().BeEquivalentTo(await ApiOperations.RoutesAsync(app));
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_line_a_described_tag_and_says_who_may_call_it()
    {
        var (document, operations) = await ApiOperations.ReadAsync(app);
        var tags = document.At("/tags").EnumerateArray().Where(t => t.Find("/description")?.GetString() is { Length: > 0 }).Select(t => t.Text("/name")).ToList();

        operations.Select(o => o.Described.Text("/operationId")).Should().OnlyHaveUniqueItems();
        operations.Where(o => string.IsNullOrEmpty(o.Described.Find("/summary")?.GetString())).Select(o => o.Name).ShouldBeNone();
        operations.Where(o => !tags.Contains(o.Described.Texts("/tags").Single())).Select(o => o.Name).ShouldBeNone("each tag is described where its group is mapped, with About");
        operations.Where(o => !o.Responses.ContainsKey(401) || !o.Responses.ContainsKey(403)).Select(o => o.Name).ShouldBeNone();
        operations.Where(o => !o.Responses.Keys.Any(s => s is >= 200 and < 300)).Select(o => o.Name).ShouldBeNone();
    }

    [Fact]
    public async Task Every_parameter_is_described_and_shown_by_an_example_that_fits()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var parameters = operations.SelectMany(o => o.Parameters, (o, p) => (o.Schemas, Name: $"{o.Name} {p.Text("/name")}", Parameter: p)).ToList();

        parameters.Where(p => string.IsNullOrEmpty(p.Parameter.Find("/description")?.GetString()) || p.Parameter.Find("/example") is null).Select(p => p.Name).ShouldBeNone();
        parameters.SelectMany(p => p.Schemas.Faults(p.Parameter.At("/example"), p.Parameter.At("/schema")).Select(f => $"{p.Name}: {f}")).ShouldBeNone();
    }

    [Fact]
    public async Task Every_refusal_is_a_problem_with_stable_codes_shown_by_examples_that_fit()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var faults = new List<string>();
        foreach (var operation in operations)
        {
            foreach (var (status, response) in operation.Responses.Where(r => r.Key >= 400))
            {
                var media = response.At("/content").GetProperty("application/problem+json");
                media.Text("/schema/$ref").Should().Be("#/components/schemas/Problem");
                media.At("/examples").EnumerateObject().Should().NotBeEmpty("{0} refuses with {1} by some code", operation.Name, status);
                foreach (var example in media.At("/examples").EnumerateObject())
                {
                    var value = example.Value.At("/value");
                    faults.AddRange(operation.Schemas.Faults(value, media.At("/schema")).Select(f => $"{operation.Name} {status}: {f}"));
                    if (value.Text("/code") != example.Name || value.At("/status").GetInt32() != status) faults.Add($"{operation.Name} {status}: {example.Name}");
                }
                if (response.Find("/headers/Request-Id") is null) faults.Add($"{operation.Name} {status}: no Request-Id");
            }
        }
        faults.ShouldBeNone();
    }

    [Fact]
    public async Task Every_body_has_an_example_that_fits_its_schema()
    {
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var bodies = operations.SelectMany(o => o.Responses.Where(r => r.Key < 300).Select(r => (o, r.Value.Find("/content")?.Find("/application~1json")))).Where(b => b.Item2 is not null).Select(b => (b.o, Media: b.Item2!.Value))
            .Concat(operations.Where(o => o.Request("application/json") is not null).Select(o => (o, Media: o.Request("application/json")!.Value))).ToList();

        bodies.Where(b => ExampleOf(b.o, b.Media) is null).Select(b => b.o.Name).ShouldBeNone();
        bodies.SelectMany(b => b.o.Schemas.Faults(ExampleOf(b.o, b.Media)!.Value, b.Media.At("/schema")).Select(f => $"{b.o.Name} {f}")).ShouldBeNone();
    }

    [Fact]
    public async Task An_example_of_a_request_is_understood_when_it_is_sent()
    {
        var platform = await app.PlatformAsync();
        var tenant = await app.ANewTenantAsync();
        var (_, operations) = await ApiOperations.ReadAsync(app);
        var notUnderstood = new List<string>();
        foreach (var operation in operations.Where(o => o.Request("application/json") is not null))
        {
            var path = operation.Parameters.Where(p => p.Text("/in") == "path").Aggregate(operation.Path, (at, p) => at.Replace($"{{{p.Text("/name")}}}", p.Text("/example"), StringComparison.Ordinal));
            var client = operation.NeedsPlatformKey ? platform.Operator : tenant.Test;
            var answer = await client.SendAsync(new HttpMethod(operation.Method), path, ExampleOf(operation, operation.Request("application/json")!.Value)!.Value.GetRawText());

            string[] shape = ["unknown_field", "invalid_type", "required", "malformed_json"];
            if (!operation.Responses.ContainsKey(answer.Status) || answer.Status >= 500 || shape.Contains(answer.Code)) notUnderstood.Add($"{operation.Name}: {answer.Status} {answer.Body}");
            else if (answer.Status < 300 && operation.Responses[answer.Status].Find("/content/application~1json/schema") is { } schema)
                notUnderstood.AddRange(operation.Schemas.Faults(answer.Json, schema).Select(f => $"{operation.Name} answers {f}"));
        }
        notUnderstood.Concat(platform.Logs.Errors).ShouldBeNone();
    }

    [Fact]
    public async Task The_page_that_shows_the_document_is_served()
    {
        var nobody = (await app.PlatformAsync()).Nobody;

        (await nobody.GetAsync("/swagger/index.html")).ShouldBe(200).Body.Should().Contain("swagger-ui");
    }

    [Fact]
    public async Task The_public_lint_finds_nothing_to_say()
    {
        var lint = await SpectralLint.FindAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(lint is null, "npm is not here, so the public ruleset (spectral:oas) was not run.");
        var document = (await (await app.PlatformAsync()).Nobody.GetAsync("/openapi/v1.json")).Bytes;

        var (code, output) = await lint!.RunAsync(document, TestContext.Current.CancellationToken);
        code.Should().Be(0, output);

        var (broken, said) = await lint.RunAsync("""{"openapi":"3.1.0","info":{"title":"x"},"paths":{"/a":{"get":{}}}}"""u8.ToArray(), TestContext.Current.CancellationToken);
        broken.Should().NotBe(0, "the lint must see a bad document: {0}", said);
    }

    // A body that has nothing to say is its own example.
    private static JsonElement? ExampleOf(Operation operation, JsonElement media) =>
        media.Find("/example") is { } example ? example
        : operation.Schemas.Resolve(media.At("/schema")) is { } schema && schema.Find("/type")?.ToString() == "object" && schema.Find("/properties") is null ? JsonDocument.Parse("{}").RootElement
        : null;
}
