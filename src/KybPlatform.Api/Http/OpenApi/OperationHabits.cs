using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Writes into an operation what its route line promised: body, parameters, headers, security, examples, refusals.</summary>
internal sealed class OperationHabits(PathIds ids) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var route = new RouteFacts(context.ApiDescription);
        var document = context.Document;
        Describe(operation, route);
        Body(operation, route, context.SchemaGenerator, context.SchemaRepository);
        OperationParameters.Apply(operation, route, ids, document);
        Security(operation, route, document);
        foreach (var (status, response) in operation.Responses ?? []) Answer((OpenApiResponse)response, status, route, document);
        OperationRefusals.Apply(operation, route, document);
    }

    private static void Describe(OpenApiOperation operation, RouteFacts route)
    {
        var words = new List<string>();
        if (route.Access is { Scope: { } scope }) words.Add($"Needs the scope `{scope}`.");
        else if (route.Access is not null) words.Add("Needs the platform key.");
        if (route.Method == "POST" && !route.Idempotent) words.Add("Asks only: nothing is stored, and an `Idempotency-Key` is ignored.");
        operation.Description = string.Join(' ', [.. string.IsNullOrEmpty(operation.Description) ? [] : (string[])[operation.Description], .. words]);
    }

    private static void Body(OpenApiOperation operation, RouteFacts route, ISchemaGenerator schemas, SchemaRepository repository)
    {
        if (route.Multipart is { } multipart) operation.RequestBody = Multipart(multipart);
        if (route.Body is not { } body) return;
        var example = route.ExampleOf(request: true) ?? ExampleValues.Of(body.Type);
        IOpenApiMediaType Media() => new OpenApiMediaType { Schema = schemas.GenerateSchema(body.Type, repository), Example = example?.DeepClone() };
        var content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = Media() };
        if (route.Method == "PATCH") content["application/merge-patch+json"] = Media();
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = route.Method == "PATCH" ? "A JSON merge patch (RFC 7396): what is absent stays, what is null is removed." : null,
            Required = !body.Optional,
            Content = content,
        };
    }

    private static OpenApiRequestBody Multipart(MultipartDoc parts)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { parts.File }, Properties = new Dictionary<string, IOpenApiSchema>() };
        schema.Properties[parts.File] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file." };
        foreach (var text in parts.Texts) schema.Properties[text] = new OpenApiSchema { Type = JsonSchemaType.String };
        return new OpenApiRequestBody { Required = true, Content = new Dictionary<string, IOpenApiMediaType> { ["multipart/form-data"] = new OpenApiMediaType { Schema = schema } } };
    }

    private static void Security(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.Access is null) return;
        var scheme = route.Access.Scope is null ? ApiDocument.PlatformKey : ApiDocument.ApiKey;
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] }];
    }

    private static void Answer(OpenApiResponse response, string status, RouteFacts route, OpenApiDocument document)
    {
        response.Description = status switch
        {
            "200" => "Done.",
            "201" => "Made.",
            "202" => "Accepted; it goes on in the background.",
            "204" => "Done; there is nothing to tell.",
            _ => response.Description,
        };
        var headers = ApiDocument.HeadersOf(route, document);
        if (status == "201") headers["Location"] = new OpenApiHeaderReference("Location", document);
        if (route.Versioned is not null) headers["ETag"] = new OpenApiHeaderReference("ETag", document);
        if (route.Idempotent) headers["Idempotency-Replayed"] = new OpenApiHeaderReference("Idempotency-Replayed", document);
        if (route.Waits) headers["Preference-Applied"] = new OpenApiHeaderReference("Preference-Applied", document);
        response.Headers = headers;
        if (route.AnswerType(status) is not { } type || response.Content is null || !response.Content.TryGetValue("application/json", out var content) || content is not OpenApiMediaType media) return;
        media.Example = route.ExampleOf(request: false) ?? ExampleValues.Of(type);
    }
}

/// <summary>The parameters of an operation, in path, query and headers.</summary>
internal static class OperationParameters
{
    public static void Apply(OpenApiOperation operation, RouteFacts route, PathIds ids, OpenApiDocument document)
    {
        var own = (operation.Parameters ?? []).OfType<OpenApiParameter>().ToList();
        foreach (var parameter in own.Where(p => p.In == ParameterLocation.Path)) DescribePath(parameter, route, ids);
        foreach (var parameter in own.Where(p => p.In == ParameterLocation.Query)) DescribeQuery(parameter);
        // What the handler binds by itself is told again, with words, by the route line.
        var parameters = new List<IOpenApiParameter>(own.Where(p => route.Queries.All(q => q.Name != p.Name)));
        foreach (var query in route.Queries) parameters.Add(Query(query));
        if (route.Lists) parameters.AddRange([Shared("limit"), Shared("after")]);
        if (route.Idempotent) parameters.Add(Shared("Idempotency-Key"));
        if (route.Waits) parameters.Add(Shared("Prefer"));
        if (route.Versioned is { } versioned && route.Method is not "GET") parameters.Add(Shared(versioned.Required ? "If-Match-required" : "If-Match"));
        operation.Parameters = parameters;

        IOpenApiParameter Shared(string name) => new OpenApiParameterReference(name, document);
    }

    private static void DescribePath(OpenApiParameter parameter, RouteFacts route, PathIds ids)
    {
        var prefix = ids.PrefixOf(route.Path, parameter.Name!);
        parameter.Description = prefix is null ? $"The {parameter.Name!.Replace('_', ' ')}." : $"A public id, `{prefix}_…`. An unknown one is not found.";
        parameter.Schema = prefix is null
            ? new OpenApiSchema { Type = JsonSchemaType.String }
            : new OpenApiSchema { Type = JsonSchemaType.String, Pattern = ExampleValues.Pattern(prefix) };
        parameter.Example = prefix is null ? ExampleValues.Of(typeof(string), parameter.Name!) : ExampleValues.Id(prefix);
    }

    private static void DescribeQuery(OpenApiParameter parameter)
    {
        parameter.Description ??= ParameterWords.Of(parameter.Name!);
        parameter.Example ??= ParameterWords.Example(parameter.Name!);
    }

    private static OpenApiParameter Query(QueryDoc query) => new()
    {
        Name = query.Name,
        In = ParameterLocation.Query,
        Required = query.Required,
        Description = query.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = query.Values.Count == 0 ? null : [.. query.Values.Select(v => (JsonNode)v)] },
        Example = query.Example,
    };
}

/// <summary>The refusals of an operation: shared ones by reference, own ones with their codes.</summary>
internal static class OperationRefusals
{
    public static void Apply(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        operation.Responses ??= [];
        foreach (var status in route.Refusals)
        {
            var errors = new SortedDictionary<string, Error>(StringComparer.Ordinal);
            foreach (var error in SharedRefusals.Of(status, route.Habits)) errors[error.Code] = error;
            foreach (var own in route.OwnRefusals(status)) errors[own.Code] = new Error(own.Code, KindOf(status), own.Detail);
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = Shared(status, errors, route, document);
        }
    }

    // Routes that refuse alike share one description.
    private static OpenApiResponseReference Shared(int status, SortedDictionary<string, Error> errors, RouteFacts route, OpenApiDocument document)
    {
        var name = $"{status}-{string.Join('-', errors.Keys)}{(route.Habits.Platform ? "-platform" : "")}";
        var responses = (document.Components ??= new OpenApiComponents()).Responses ??= new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        if (!responses.ContainsKey(name)) document.AddComponent<IOpenApiResponse>(name, Response(status, errors, route, document));
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse Response(int status, SortedDictionary<string, Error> errors, RouteFacts route, OpenApiDocument document)
    {
        var headers = ApiDocument.HeadersOf(route, document);
        if (status is 429 or 503) headers["Retry-After"] = new OpenApiHeaderReference("Retry-After", document);
        var media = new OpenApiMediaType { Schema = new OpenApiSchemaReference("Problem", document), Examples = new Dictionary<string, IOpenApiExample>() };
        foreach (var (code, error) in errors) media.Examples[code] = new OpenApiExample { Summary = error.Detail, Value = SharedRefusals.Example(error) };
        return new OpenApiResponse
        {
            Description = $"{ErrorStatus.Title(status)}: {string.Join(", ", errors.Keys.Select(c => $"`{c}`"))}.",
            Headers = headers,
            Content = new Dictionary<string, IOpenApiMediaType> { [Problem.ContentType] = media },
        };
    }

    private static ErrorKind KindOf(int status) => Enum.GetValues<ErrorKind>().First(k => ErrorStatus.Of(k) == status);
}
