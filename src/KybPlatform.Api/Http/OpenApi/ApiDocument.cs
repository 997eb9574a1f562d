using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>The OpenAPI 3.1 document of all routes and the page that shows it.</summary>
internal static class ApiDocument
{
    public const string Path = "/openapi/v1.json";
    public const string ApiKey = "api_key";
    public const string PlatformKey = "platform_key";

    public static IServiceCollection AddApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver>(new JsonSerializerDataContractResolver(Wire.Json));
        services.AddSingleton<PathIds>().AddSingleton<RequestTypes>().AddSingleton<ApiDocumentText>();
        return services.AddSwaggerGen(Configure);
    }

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapGet(Path, (ApiDocumentText document) => Results.Bytes(document.Utf8, "application/json")).ExcludeFromDescription();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger", StringComparison.Ordinal), page => page.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "swagger";
            ui.DocumentTitle = "KybPlatform API";
            ui.SwaggerEndpoint(Path, "v1");
            ui.DisplayOperationId();
        }));
    }

    private static void Configure(SwaggerGenOptions options)
    {
        options.SwaggerDoc("v1", Info);
        options.AddServer(new OpenApiServer { Url = "/", Description = "This installation" });
        options.CustomOperationIds(api => OperationIds.Of(api.HttpMethod ?? "GET", api.RelativePath ?? "", new RouteFacts(api).Lists));
        options.OrderActionsBy(api => $"{api.RelativePath} {api.HttpMethod}");
        options.SortSchemasWith(StringComparer.Ordinal);
        options.CustomSchemaIds(WireTypes.NameOf);
        options.UseAllOfToExtendReferenceSchemas();
        WireTypes.Map(options);
        options.IncludeXmlComments(typeof(KybApi).Assembly);
        options.SchemaFilter<NullSchemas>();
        options.SchemaFilter<ValidatorSchemas>();
        options.SchemaFilter<NamedIdSchemas>();
        options.SchemaFilter<FactSchemas>();
        options.OperationFilter<OperationHabits>();
        options.DocumentFilter<SharedParts>();
    }

    private static OpenApiInfo Info => new()
    {
        Title = "KybPlatform API",
        Version = "v1",
        Summary = "Vets businesses and people before they may send.",
        Description = """
            One submission for a country and a sender type is stored, verified, evaluated against the policy in force, decided and answered.

            Send `Authorization: Bearer` with an API key. Errors are problem details (RFC 9457) with a stable `code`. Send an `Idempotency-Key`
            with every POST that has an effect. Fields and enum values may be added at any time: clients must tolerate what they do not know.
            """,
        License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        Contact = new OpenApiContact { Name = "KybPlatform" },
    };

    /// <summary>The headers that every answer of a route carries.</summary>
    public static Dictionary<string, IOpenApiHeader> HeadersOf(RouteFacts route, OpenApiDocument document)
    {
        var headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal) { ["Request-Id"] = new OpenApiHeaderReference("Request-Id", document) };
        if (route.Access is not { Scope: not null }) return headers;
        foreach (var name in (ReadOnlySpan<string>)["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"])
            headers[name] = new OpenApiHeaderReference(name, document);
        return headers;
    }
}
