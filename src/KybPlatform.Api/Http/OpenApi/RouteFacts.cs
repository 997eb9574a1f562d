using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>What a route's line said about it, read from its metadata.</summary>
internal sealed class RouteFacts
{
    private readonly IReadOnlyList<object> _metadata;

    public RouteFacts(ApiDescription api)
    {
        _metadata = [.. api.ActionDescriptor.EndpointMetadata];
        Method = api.HttpMethod ?? "GET";
        Path = "/" + api.RelativePath?.TrimStart('/');
    }

    public string Method { get; }
    public string Path { get; }
    public Access? Access => One<Access>();
    public RequestShape? Body => One<RequestShape>();
    public MultipartDoc? Multipart => One<MultipartDoc>();
    public VersionedRoute? Versioned => One<VersionedRoute>();
    public bool Idempotent => One<IdempotentRoute>() is not null;
    public bool Lists => One<ListingRoute>() is not null;
    public bool Waits => One<WaitingRoute>() is not null;

    /// <summary>Query parameters with their words: what the line says, and the filters of a list.</summary>
    public IEnumerable<QueryDoc> Queries => _metadata.OfType<QueryDoc>()
        .Concat(One<ListingRoute>()?.Filters.Select(f => new QueryDoc(f, ParameterWords.OfFilter(f), ParameterWords.Example(f), [], false)) ?? [])
        .DistinctBy(q => q.Name);

    public IEnumerable<TagDoc> Tags => _metadata.OfType<TagDoc>();
    public JsonNode? ExampleOf(bool request) => _metadata.OfType<ExampleDoc>().LastOrDefault(e => e.OfRequest == request) is { } example ? JsonNode.Parse(example.Json) : null;

    /// <summary>The type of the body of an answer with this status.</summary>
    public Type? AnswerType(string status) =>
        _metadata.OfType<IProducesResponseTypeMetadata>().LastOrDefault(p => p.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture) == status)?.Type
            is { } type && type != typeof(void) ? type : null;

    /// <summary>All the body types that the route can answer with.</summary>
    public IEnumerable<Type> AnswerTypes => _metadata.OfType<IProducesResponseTypeMetadata>().Select(p => p.Type).OfType<Type>().Where(t => t != typeof(void));

    public SharedRefusals.Habits Habits => new(
        Access is { Scope: null }, Body is not null, Multipart is not null, Idempotent, Lists, Versioned is not null, Path.Contains('{', StringComparison.Ordinal));

    /// <summary>Every status that the route may refuse with, in order.</summary>
    public IEnumerable<int> Refusals
    {
        get
        {
            var named = _metadata.OfType<RefusalStatus>().Select(r => r.Status);
            var versioned = Versioned is null || Method is "GET" ? [] : Versioned.Required ? [412, 428] : new[] { 412 };
            return named.Concat(SharedRefusals.Implied(Habits)).Concat(versioned).Distinct().Order();
        }
    }

    /// <summary>The route's own refusals of one status.</summary>
    public IEnumerable<RefusalDoc> OwnRefusals(int status) => _metadata.OfType<RefusalDoc>().Where(r => r.Status == status);

    private T? One<T>() where T : class => _metadata.OfType<T>().LastOrDefault();
}
