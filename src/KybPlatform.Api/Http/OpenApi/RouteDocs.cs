using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>What a route reads as its JSON body. Routing does not select by it: a wrong content type is refused after the caller is known.</summary>
public sealed record RequestShape(Type Type, bool Optional);

/// <summary>A query parameter that the handler reads itself.</summary>
public sealed record QueryDoc(string Name, string Description, string Example, IReadOnlyList<string> Values, bool Required);

/// <summary>A file that is sent as a part of a multipart body, with the text parts that may come with it.</summary>
public sealed record MultipartDoc(string File, IReadOnlyList<string> Texts);

/// <summary>A refusal of this one route: its stable code beside the shared ones.</summary>
public sealed record RefusalDoc(int Status, string Code, string Detail);

/// <summary>An example that is better than what can be composed from the types.</summary>
public sealed record ExampleDoc(string Json, bool OfRequest);

/// <summary>What a tag is about; shown once in the document.</summary>
public sealed record TagDoc(string Tag, string Description);

/// <summary>The words of a route line that only the OpenAPI document reads.</summary>
public static class RouteDocs
{
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description, string example, bool required = false) =>
        route.WithMetadata(new QueryDoc(name, description, example, [], required));

    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description, IReadOnlyList<string> values) =>
        route.WithMetadata(new QueryDoc(name, description, values[0], values, false));

    public static RouteHandlerBuilder TakesMultipart(this RouteHandlerBuilder route, string file, params string[] texts) =>
        route.WithMetadata(new MultipartDoc(file, texts)).ProducesRefusals(400, 413, 415);

    /// <summary>Documents a refusal by its code.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, int status, string code, string detail) =>
        route.WithMetadata(new RefusalDoc(status, code, detail)).ProducesRefusals(status);

    /// <summary>An example of the body as JSON; tests hold it against the schema and send it.</summary>
    public static RouteHandlerBuilder ExampleRequest(this RouteHandlerBuilder route, string json) => route.WithMetadata(new ExampleDoc(json, true));

    public static RouteHandlerBuilder ExampleAnswer(this RouteHandlerBuilder route, string json) => route.WithMetadata(new ExampleDoc(json, false));

    /// <summary>Names the routes of a group by a tag, and says what the tag is about.</summary>
    public static RouteGroupBuilder About(this RouteGroupBuilder group, string tag, string description) =>
        group.WithTags(tag).WithMetadata(new TagDoc(tag, description));
}
