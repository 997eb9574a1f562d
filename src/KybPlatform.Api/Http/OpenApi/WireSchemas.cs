using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace KybPlatform.Api.Http.OpenApi;

/// <summary>Puts into a request's schema what its validator asks: required, lengths, ranges, patterns. Conditional rules stay out: they bind only sometimes.</summary>
internal sealed class ValidatorSchemas(IServiceProvider services) : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties } open) return;
        if (services.GetService(typeof(IValidator<>).MakeGenericType(context.Type)) is not IValidator validator) return;
        foreach (var rule in validator.CreateDescriptor().Rules)
        {
            if (rule.PropertyName is null || rule.HasCondition || rule.HasAsyncCondition || IsForEach(rule)) continue;
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(rule.PropertyName);
            if (!properties.TryGetValue(name, out var property)) continue;
            foreach (var component in rule.Components.Where(c => !c.HasCondition && !c.HasAsyncCondition))
                Apply(open, name, property as OpenApiSchema, component.Validator);
        }
    }

    private static void Apply(OpenApiSchema owner, string name, OpenApiSchema? property, IPropertyValidator validator)
    {
        if (validator is INotEmptyValidator or INotNullValidator) Require(owner, name, property, notEmpty: validator is INotEmptyValidator);
        if (property is null) return;
        switch (validator)
        {
            case ILengthValidator length:
                if (length.Max > 0) property.MaxLength = length.Max;
                if (length.Min > 0) property.MinLength = length.Min;
                break;
            case IBetweenValidator { From: IFormattable from, To: IFormattable to }:
                (property.Minimum, property.Maximum) = (Text(from), Text(to));
                break;
            case IComparisonValidator { Comparison: Comparison.GreaterThanOrEqual, ValueToCompare: IFormattable least }:
                property.Minimum = Text(least);
                break;
            case IComparisonValidator { Comparison: Comparison.LessThanOrEqual, ValueToCompare: IFormattable most }:
                property.Maximum = Text(most);
                break;
            case IRegularExpressionValidator { Expression: { } expression }:
                property.Pattern = expression;
                break;
        }
    }

    private static void Require(OpenApiSchema owner, string name, OpenApiSchema? property, bool notEmpty)
    {
        (owner.Required ??= new HashSet<string>()).Add(name);
        if (property is null) return;
        property.Type &= ~JsonSchemaType.Null;
        if (notEmpty && property.Type == JsonSchemaType.String && property.Enum is null) property.MinLength ??= 1;
        if (notEmpty && property.Type == JsonSchemaType.Array) property.MinItems ??= 1;
    }

    private static bool IsForEach(IValidationRule rule) => rule.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    private static string Text(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Text properties that name something by its public id get the id's pattern; requests refuse unknown fields.</summary>
internal sealed class NamedIdSchemas : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } properties }) return;
        foreach (var (name, property) in properties)
        {
            if (property is not OpenApiSchema text || text.Type is null || (text.Type & ~JsonSchemaType.Null) != JsonSchemaType.String) continue;
            if (text.Pattern is not null || text.Format is not null || !ExampleValues.Prefixes.TryGetValue(name, out var prefix)) continue;
            text.Pattern = ExampleValues.Pattern(prefix);
            text.Examples = [ExampleValues.Id(prefix)];
        }
    }
}

/// <summary>Schemas of values that the wire writes its own way.</summary>
internal static class WireTypes
{
    public static void Map(SwaggerGenOptions options)
    {
        foreach (var id in typeof(KybApi).Assembly.GetTypes().Where(ExampleValues.IsPublicId))
        {
            var prefix = ExampleValues.PrefixOf(id);
            OpenApiSchema Schema(bool nullable) => new()
            {
                Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String,
                Pattern = ExampleValues.Pattern(prefix),
                Examples = [ExampleValues.Id(prefix)],
            };
            options.MapType(id, () => Schema(false));
            options.MapType(typeof(Nullable<>).MakeGenericType(id), () => Schema(true));
        }
        options.MapType<JsonElement>(() => new OpenApiSchema { Description = "Any JSON value." });
        options.MapType<JsonElement?>(() => new OpenApiSchema { Description = "Any JSON value." });
        options.MapType<JsonNode>(() => new OpenApiSchema { Description = "Any JSON value." });
    }

    /// <summary>The name of a type on the wire: <c>PageOfEvent</c> for a page of <c>EventResource</c>.</summary>
    public static string NameOf(Type type)
    {
        var name = type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(NameOf))
            : type.Name;
        if (type.DeclaringType is { } outer && !type.IsGenericType) name = NameOf(outer) + name;
        return name.EndsWith("Resource", StringComparison.Ordinal) && name.Length > 8 ? name[..^8] : name;
    }
}
