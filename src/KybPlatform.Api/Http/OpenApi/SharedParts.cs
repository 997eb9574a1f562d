using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>What operations refer to: the problem's schema, headers, parameters, security schemes, tags.</summary>
internal sealed class SharedParts : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components ??= new OpenApiComponents();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas["Problem"] = ProblemSchema();
        components.Schemas = new SortedDictionary<string, IOpenApiSchema>(components.Schemas.ToDictionary(), StringComparer.Ordinal);
        components.Headers = Headers();
        components.Parameters = Parameters();
        components.SecuritySchemes = Schemes();
        var used = swaggerDoc.Paths.Values.SelectMany(p => p.Operations!.Values).SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => t.Name!);
        var told = context.ApiDescriptions.SelectMany(a => new RouteFacts(a).Tags).DistinctBy(t => t.Tag).ToDictionary(t => t.Tag, t => t.Description, StringComparer.Ordinal);
        swaggerDoc.Tags = new SortedSet<OpenApiTag>(
            used.Distinct(StringComparer.Ordinal).Select(t => new OpenApiTag { Name = t, Description = told.GetValueOrDefault(t) }),
            Comparer<OpenApiTag>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)));
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457). `code` is stable; `detail` is for people and may change.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "request_id" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URN of the code."),
            ["title"] = Text("The family of the refusal."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What is wrong, for a developer."),
            ["code"] = Text("The stable code to act on."),
            ["request_id"] = Text("Names this request in logs."),
            ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Every fault with its place.", Items = FaultSchema() },
        },
    };

    private static OpenApiSchema FaultSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "pointer", "code", "detail" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["pointer"] = Text("A JSON pointer (RFC 6901) into the body, or `?name` of a query parameter."),
            ["code"] = Text("The stable code of the fault."),
            ["detail"] = Text("What is wrong there."),
        },
    };

    private static Dictionary<string, IOpenApiHeader> Headers() => new(StringComparer.Ordinal)
    {
        ["ETag"] = Header("The version of the resource, for `If-Match`.", "\"7\""),
        ["Idempotency-Replayed"] = Header("`true` where this is the first answer, replayed.", "true"),
        ["Location"] = Header("Where the new resource is.", "/v1/inquiries/" + ExampleValues.Id("inq")),
        ["Preference-Applied"] = Header("The wait that was granted.", "wait=10"),
        ["RateLimit-Limit"] = Count("Calls a second that the key has.", 100),
        ["RateLimit-Remaining"] = Count("Calls that are left now.", 99),
        ["RateLimit-Reset"] = Count("Seconds until the count is full again.", 1),
        ["Request-Id"] = Header("Names this request in logs; a short plain `Request-Id` of the caller's own is kept.", ExampleValues.Id("req")),
        ["Retry-After"] = Count("Seconds to wait before trying again.", 1),
    };

    private static Dictionary<string, IOpenApiParameter> Parameters() => new(StringComparer.Ordinal)
    {
        ["Idempotency-Key"] = Parameter("Idempotency-Key", ParameterLocation.Header,
            "1 to 255 printable ASCII characters. The same key with the same content gets the first answer again, byte for byte; kept for at least 24 hours.",
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 }, "order-4711-attempt"),
        ["If-Match"] = IfMatch(required: false),
        ["If-Match-required"] = IfMatch(required: true),
        ["Prefer"] = Parameter("Prefer", ParameterLocation.Header, "`wait=N`: wait up to N seconds, at most 30, for the decision (RFC 7240).",
            new OpenApiSchema { Type = JsonSchemaType.String }, "wait=10"),
        ["after"] = Parameter("after", ParameterLocation.Query, "The `next_cursor` of the page before.",
            new OpenApiSchema { Type = JsonSchemaType.String }, "i0193a5c0d1e27f3a8b4c5d6e7f809112"),
        ["limit"] = Parameter("limit", ParameterLocation.Query, "How many entries a page holds at most.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "100", Default = 20 }, 20),
    };

    private static OpenApiParameter IfMatch(bool required)
    {
        var parameter = Parameter("If-Match", ParameterLocation.Header, "The ETag that was read: refused with 412 where the resource was changed since.",
            new OpenApiSchema { Type = JsonSchemaType.String }, "\"7\"");
        parameter.Required = required;
        return parameter;
    }

    private static Dictionary<string, IOpenApiSecurityScheme> Schemes() => new(StringComparer.Ordinal)
    {
        [ApiDocument.ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key, `kyb_live_…` or `kyb_test_…`. It holds some of these scopes: " + string.Join(", ", Scopes.All.Select(s => $"`{s}`")) + ".",
        },
        [ApiDocument.PlatformKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The platform key from the installation's configuration." },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiHeader Header(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };

    private static OpenApiHeader Count(string description, int example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer }, Example = example };

    private static OpenApiParameter Parameter(string name, ParameterLocation where, string description, OpenApiSchema schema, JsonNode example) =>
        new() { Name = name, In = where, Description = description, Schema = schema, Example = example };
}
