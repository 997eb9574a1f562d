using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Policies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Says that a JSON field, or a whole body, holds facts, and where the vocabulary has them: <c>business</c>, <c>use_case</c>.</summary>
/// <param name="also">Texts beside the facts that are none.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class FactsAttribute(string path, params string[] also) : Attribute
{
    public string Path { get; } = path;
    public IReadOnlyList<string> Also { get; } = also;
}

/// <summary>Writes the schema of facts from the vocabulary, which is what measures them when they come in.</summary>
internal sealed class FactSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema body && context.Type.GetCustomAttribute<FactsAttribute>() is { } whole) Fill(body, whole, context.Type);
        if (schema is not OpenApiSchema { Properties: { } properties }) return;
        foreach (var member in context.Type.GetProperties())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
            if (member.GetCustomAttribute<FactsAttribute>() is not { } facts || !properties.ContainsKey(name)) continue;
            var id = NameOf(facts.Path);
            if (!context.SchemaRepository.Schemas.ContainsKey(id)) context.SchemaRepository.AddDefinition(id, Schema(Vocabulary.Shipped.NodeAt(facts.Path)!));
            properties[name] = new OpenApiSchema { AnyOf = [new OpenApiSchemaReference(id, null), new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }
    }

    // Facts at the top of a body: their members stand beside the other fields.
    private static void Fill(OpenApiSchema body, FactsAttribute facts, Type type)
    {
        var asked = type.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>() is not null;
        body.Type = JsonSchemaType.Object;
        body.Properties = asked || body.Properties is null ? new Dictionary<string, IOpenApiSchema>() : body.Properties;
        body.AdditionalPropertiesAllowed = !asked;
        body.AdditionalProperties = null;
        foreach (var (name, member) in Members(Vocabulary.Shipped.NodeAt(facts.Path)!)) body.Properties.TryAdd(name, member);
        foreach (var name in facts.Also) body.Properties.TryAdd(name, new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, MaxLength = 255 });
    }

    /// <summary>An example with every fact that can be given.</summary>
    public static JsonNode? Example(string path) => Example(Vocabulary.Shipped.NodeAt(path)!);

    private static OpenApiSchema Schema(VocabularyNode node)
    {
        var schema = Shape(node);
        var entry = Vocabulary.Shipped.Find(node.Path);
        schema.Title ??= entry?.Label;
        schema.Description ??= entry?.Help;
        schema.MaxLength ??= entry?.MaxLength;
        if (node.Type == FactType.Enum) schema.Enum = [.. entry!.Values.Select(v => (JsonNode)v)];
        return schema;
    }

    private static OpenApiSchema Shape(VocabularyNode node) => node.Type switch
    {
        FactType.Object => new OpenApiSchema { Type = JsonSchemaType.Object, Properties = Members(node), AdditionalPropertiesAllowed = false },
        FactType.Map => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Schema(node.Each!) },
        FactType.List => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schema(node.Each!), MaxItems = 200 },
        FactType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FactType.Int => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
        FactType.Number => new OpenApiSchema { Type = JsonSchemaType.Number },
        FactType.Date => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
        FactType.Timestamp => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        FactType.Country => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{2}$" },
        FactType.Email => new OpenApiSchema { Type = JsonSchemaType.String, Description = "An e-mail address." },
        FactType.Phone => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A phone number in E.164." },
        FactType.Url => new OpenApiSchema { Type = JsonSchemaType.String, Description = "A web address." },
        FactType.String or FactType.Enum => new OpenApiSchema { Type = JsonSchemaType.String },
        _ => throw new InvalidOperationException(),
    };

    private static SortedDictionary<string, IOpenApiSchema> Members(VocabularyNode node)
    {
        var members = new SortedDictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        foreach (var (name, member) in node.Members)
            if (IsGiven(member)) members[name] = OrAbsent(Schema(member));
        return members;
    }

    // Null says that there is none, which is more than not saying anything.
    private static OpenApiSchema OrAbsent(OpenApiSchema schema)
    {
        if (schema.Enum is not null) return new OpenApiSchema { AnyOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }

    private static JsonNode? Example(VocabularyNode node)
    {
        var name = node.Path[(node.Path.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);
        switch (node.Type)
        {
            case FactType.Object:
                var example = new JsonObject();
                foreach (var (key, member) in node.Members.OrderBy(m => m.Key, StringComparer.Ordinal))
                    if (IsGiven(member) && Example(member) is { } value) example[key] = value;
                return example;
            case FactType.Map: return new JsonObject { ["example"] = Example(node.Each!) };
            case FactType.List: return new JsonArray(Example(node.Each!));
            case FactType.Bool: return true;
            case FactType.Int: return 1;
            case FactType.Number: return 60;
            case FactType.Date: return ExampleValues.Of(typeof(DateOnly), name);
            case FactType.Timestamp: return ExampleValues.Of(typeof(DateTimeOffset), name);
            case FactType.Country: return "GB";
            case FactType.Email: return "jane@example.com";
            case FactType.Phone: return "+442079460018";
            case FactType.Url: return "https://example.com";
            case FactType.Enum: return Vocabulary.Shipped.Find(node.Path)!.Values[0];
            case FactType.String: return ExampleValues.Of(typeof(string), name);
            default: throw new InvalidOperationException();
        }
    }

    // What is derived cannot be given.
    private static bool IsGiven(VocabularyNode node) => Vocabulary.Shipped.Entries.Any(e => e.DerivedFrom is null && (e.Path == node.Path || IsBelow(e.Path, node.Path)));

    private static bool IsBelow(string path, string above) => path.StartsWith(above, StringComparison.Ordinal) && path.Length > above.Length && path[above.Length] is '.' or '[';

    private static string NameOf(string path) =>
        "FactsOf" + string.Concat(path.Split('.', '_').Where(p => p.Length > 1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
}
