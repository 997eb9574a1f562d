using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>
/// Says of every field whether it may be null, as its declaration says; and, of answers only, that fields which are never left out are
/// required. Requests say what is required by their validators, and refuse unknown fields; answers may gain fields at any time.
/// </summary>
internal sealed class NullSchemas(RequestTypes requests) : ISchemaFilter
{
    private readonly NullabilityInfoContext _nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } open || Wire.Json.GetTypeInfo(context.Type) is not { Kind: JsonTypeInfoKind.Object } info) return;
        var asked = requests.Contains(context.Type);
        if (!asked) (open.AdditionalPropertiesAllowed, open.AdditionalProperties, open.Required) = (true, null, new SortedSet<string>(StringComparer.Ordinal));
        else open.Required = null;
        foreach (var property in info.Properties)
        {
            if (!properties.TryGetValue(property.Name, out var held)) continue;
            var nullable = MayBeNull(property);
            properties[property.Name] = Said(held, nullable);
            if (!asked && !nullable) open.Required!.Add(property.Name);
        }
    }

    private bool MayBeNull(JsonPropertyInfo property)
    {
        if (property.PropertyType.IsValueType) return Nullable.GetUnderlyingType(property.PropertyType) is not null;
        return property.AttributeProvider is not PropertyInfo member || _nullability.Create(member).ReadState != NullabilityState.NotNull;
    }

    private static IOpenApiSchema Said(IOpenApiSchema held, bool nullable)
    {
        if (held is OpenApiSchemaReference) return nullable ? OrNull(held) : held;
        var schema = (OpenApiSchema)held;
        if (schema.AllOf is [OpenApiSchemaReference reference])
        {
            if (!nullable) (schema.Type, schema.AllOf) = (null, [reference]);
            return nullable ? OrNull(reference) : reference;
        }
        if (schema.Type is { } type) schema.Type = nullable ? type | JsonSchemaType.Null : type & ~JsonSchemaType.Null;
        return schema;
    }

    private static OpenApiSchema OrNull(IOpenApiSchema schema) => new() { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
}

/// <summary>All types that can be reached from a request's body.</summary>
internal sealed class RequestTypes(IApiDescriptionGroupCollectionProvider routes)
{
    private readonly Lazy<HashSet<Type>> _types = new(() => Reach(routes.ApiDescriptionGroups.Items.SelectMany(g => g.Items)));

    public bool Contains(Type type) => _types.Value.Contains(type);

    private static HashSet<Type> Reach(IEnumerable<ApiDescription> all)
    {
        var reached = new HashSet<Type>();
        foreach (var body in all.Select(a => new RouteFacts(a).Body).OfType<RequestShape>()) Visit(body.Type, reached);
        return reached;
    }

    private static void Visit(Type type, HashSet<Type> reached)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonElement) || !reached.Add(type)) return;
        var info = Wire.Json.GetTypeInfo(type);
        if (info.ElementType is { } element) Visit(element, reached);
        if (info.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in info.Properties) Visit(property.PropertyType, reached);
    }
}
