using System.Buffers;
using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Policies.Expressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>An expression, and the facts that it may read: only those that are given are declared.</summary>
public sealed record ExpressionItem(string? Expression, JsonElement? Facts);

/// <summary>Up to 1,000 expressions at once. Nothing is stored.</summary>
public sealed record ExpressionsRequest(IReadOnlyList<ExpressionItem>? Items);

/// <summary>What is wrong with an expression, and where in it.</summary>
public sealed record ExpressionFault(string Code, string Message, int? Position);

/// <summary>A value with its type, or an error, or the paths of the facts that would have to be known.</summary>
public sealed record ExpressionResult(JsonElement? Value, string? Type, ExpressionFault? Error, IReadOnlyList<string>? Unknown);

/// <summary>In the order of the items.</summary>
public sealed record ExpressionsAnswer(IReadOnlyList<ExpressionResult> Results);

internal sealed class ExpressionItemValidator : AbstractValidator<ExpressionItem>
{
    public ExpressionItemValidator()
    {
        RuleFor(i => i.Expression).NotNull().MaximumLength(20_000);
        RuleFor(i => i.Facts).Must(f => f is null or { ValueKind: JsonValueKind.Object }).WithErrorCode("invalid_type").WithMessage("Must be an object.");
    }
}

internal sealed class ExpressionsRequestValidator : AbstractValidator<ExpressionsRequest>
{
    public ExpressionsRequestValidator()
    {
        RuleFor(r => r.Items).NotNull().Must(i => i is null || i.Count <= 1000).WithErrorCode("too_long").WithMessage("At most 1,000 items.");
        RuleForEach(r => r.Items).SetValidator(new ExpressionItemValidator());
    }
}

/// <summary>Evaluates expressions as policies evaluate them.</summary>
internal static class EvaluateExpressions
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/expressions/evaluate", Handle).WithTags("Building blocks").Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("Evaluate expressions over given facts").Produces<ExpressionsAnswer>().ProducesRefusals(400, 413, 415, 422)
            .ExampleRequest("""{ "items": [{ "expression": "business.employees > 10", "facts": { "business": { "employees": 42 } } }] }""");

    private static Answer Handle(Body<ExpressionsRequest> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var item in body.Value.Items!) Write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new Answer(200, buffer.WrittenSpan.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ExpressionItem item)
    {
        var facts = item.Facts is { } given ? CelJsonReader.ReadFacts(given) : [];
        var environment = facts.Keys.Aggregate(CelEnvironment.Standard, (e, name) => e.WithVariable(name, CelType.Dyn));
        var compiled = CelCompiler.Compile(item.Expression!, environment);
        json.WriteStartObject();
        if (compiled.Program is { } program) WriteOutcome(json, program.Evaluate(new CelFacts(facts)));
        else WriteError(json, compiled.Issues[0].Code, compiled.Issues[0].Message, compiled.Issues[0].Position);
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, CelValue value)
    {
        switch (value)
        {
            case CelError error:
                WriteError(json, error.Code, error.Message, error.Position);
                break;
            case CelUnknown unknown:
                json.WriteStartArray("unknown");
                foreach (var path in unknown.Paths) json.WriteStringValue(path);
                json.WriteEndArray();
                break;
            default:
                json.WritePropertyName("value");
                CelJson.Write(json, value);
                json.WriteString("type", CelJson.TypeName(value.Type));
                break;
        }
    }

    private static void WriteError(Utf8JsonWriter json, string code, string message, int position)
    {
        json.WriteStartObject("error");
        json.WriteString("code", code);
        json.WriteString("message", message);
        if (position >= 0) json.WriteNumber("position", position);
        else json.WriteNull("position");
        json.WriteEndObject();
    }
}
