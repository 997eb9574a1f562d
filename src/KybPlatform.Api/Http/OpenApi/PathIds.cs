using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Which kind of id a path parameter takes: told by the parameter's name, or by what the resource at that path answers as its own id.</summary>
internal sealed class PathIds(IApiDescriptionGroupCollectionProvider routes)
{
    private readonly Lazy<Dictionary<string, string>> _prefixes = new(() => Learn(routes.ApiDescriptionGroups.Items.SelectMany(g => g.Items)));

    /// <summary>Null for a parameter that is no public id: a policy's key, a version.</summary>
    public string? PrefixOf(string path, string name)
    {
        if (ExampleValues.Prefixes.TryGetValue(name, out var named)) return named;
        var at = path.IndexOf($"{{{name}}}", StringComparison.Ordinal);
        return at < 0 ? null : _prefixes.Value.GetValueOrDefault(path[..(at + name.Length + 2)].Trim('/'));
    }

    private static Dictionary<string, string> Learn(IEnumerable<ApiDescription> all)
    {
        var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
        // What reads a resource knows best; what makes one tells it for collections without a reading route.
        foreach (var api in all.OrderBy(a => a.HttpMethod is "GET" ? 0 : 1).ThenBy(a => a.RelativePath, StringComparer.Ordinal))
        {
            var id = api.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
                .Select(p => p.Type?.GetProperty("Id")?.PropertyType).FirstOrDefault(t => t is not null && ExampleValues.IsPublicId(t));
            if (id is null) continue;
            var path = api.RelativePath!.Trim('/');
            prefixes.TryAdd(path.EndsWith('}') ? path : path + "/{id}", ExampleValues.PrefixOf(id));
        }
        return prefixes;
    }
}
