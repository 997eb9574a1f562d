using System.Text.Json;
using KybPlatform.IntegrationTests.App;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>One operation as the document describes it.</summary>
internal sealed record Operation(string Method, string Path, JsonElement Described, JsonSchema Schemas)
{
    public string Name => $"{Method} {Path}";

    public JsonElement? Request(string mediaType) =>
        Described.TryGetProperty("requestBody", out var body) && Schemas.Resolve(body).GetProperty("content").TryGetProperty(mediaType, out var media) ? media : null;

    public bool NeedsPlatformKey => Described.GetProperty("security")[0].TryGetProperty("platform_key", out _);

    public IReadOnlyDictionary<int, JsonElement> Responses =>
        Described.GetProperty("responses").EnumerateObject().ToDictionary(r => int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture), r => Schemas.Resolve(r.Value));

    public IEnumerable<JsonElement> Parameters => Described.TryGetProperty("parameters", out var all) ? all.EnumerateArray().Select(p => Schemas.Resolve(p)) : [];
}

/// <summary>What the running application serves, and what its document says about it.</summary>
internal static class ApiOperations
{
    public static async Task<(JsonElement Document, IReadOnlyList<Operation> Operations)> ReadAsync(PlatformApp app)
    {
        var platform = await app.PlatformAsync();
        var answer = await platform.Nobody.GetAsync("/openapi/v1.json");
        if (answer.Status != 200) platform.Logs.Errors.ShouldBeNone("in making the document");
        var document = answer.ShouldBe(200).Json;
        var schemas = new JsonSchema(document);
        var operations = from path in document.GetProperty("paths").EnumerateObject()
                         from operation in path.Value.EnumerateObject()
                         select new Operation(operation.Name.ToUpperInvariant(), path.Name, operation.Value, schemas);
        return (document, [.. operations]);
    }

    /// <summary>Method and path of every route under <c>/v1</c>, as the running application maps them.</summary>
    public static async Task<IReadOnlyList<string>> RoutesAsync(PlatformApp app)
    {
        var routes = (await app.PlatformAsync()).Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return [.. routes.Where(r => r.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .SelectMany(r => r.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, (r, method) => $"{method} {r.RoutePattern.RawText!.TrimEnd('/')}")];
    }
}
