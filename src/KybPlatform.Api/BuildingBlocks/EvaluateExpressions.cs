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

/// <summary>What the type checker says against an expression, and the nearest known name.</summary>
public sealed record ExpressionIssue(string Code, string Message, int Position, string? Suggestion);

/// <summary>
/// A value with its type, or an error, or the paths of the facts that would have to be known. <see cref="Issues"/>, where there are any: what would keep
/// the expression out of a policy, although these facts gave it a result.
/// </summary>
public sealed record ExpressionResult(JsonElement? Value, string? Type, ExpressionFault? Error, IReadOnlyList<string>? Unknown, IReadOnlyList<ExpressionIssue>? Issues);

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

/// <summary>
/// Evaluates expressions as policies evaluate them. Types are those of the values, as CEL leaves them to evaluation where nothing is declared; what a
/// check would refuse is said beside the result.
/// </summary>
internal static class EvaluateExpressions
{
    /// <summary>What all items of a request may cost together; each may cost what an expression of a policy may.</summary>
    private const long MaxCostOfAll = 10_000_000;

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
            var left = MaxCostOfAll;
            foreach (var item in body.Value.Items!) left -= Write(json, item, left);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new Answer(200, buffer.WrittenSpan.ToArray());
    }

    private static CelError OverBudget { get; } = new(CelErrorCodes.BudgetExceeded, "The expressions of the request cost more than is allowed.");

    /// <summary>Gives what the item cost.</summary>
    private static long Write(Utf8JsonWriter json, ExpressionItem item, long left)
    {
        var facts = item.Facts is { } given ? CelJsonReader.ReadFacts(given) : [];
        var environment = facts.Keys.Aggregate(CelEnvironment.Standard, (e, name) => e.WithVariable(name, CelType.Dyn));
        var limits = CelLimits.Default with { MaxCost = (int)Math.Clamp(left, 0, CelLimits.Default.MaxCost) };
        var compiled = CelCompiler.CompileUnchecked(item.Expression!, environment, limits);
        var cost = 0L;
        json.WriteStartObject();
        if (compiled.Program is { } program)
        {
            var value = program.Evaluate(new CelFacts(facts), out cost);
            // What is read and written again counts, too: a short expression can name a long text many times.
            cost += item.Expression!.Length + (value.IsValue ? CelJson.SizeOf(value) : 0);
            WriteOutcome(json, cost > left && value.IsValue ? OverBudget : value);
        }
        else WriteError(json, compiled.Issues[0].Code, compiled.Issues[0].Message, compiled.Issues[0].Position);
        if (compiled is { Program: not null, Issues.Count: > 0 }) WriteIssues(json, compiled.Issues);
        json.WriteEndObject();
        return cost;
    }

    private static void WriteIssues(Utf8JsonWriter json, IReadOnlyList<CelIssue> issues)
    {
        json.WriteStartArray("issues");
        foreach (var issue in issues.Take(20))
        {
            json.WriteStartObject();
            json.WriteString("code", issue.Code);
            json.WriteString("message", issue.Message);
            json.WriteNumber("position", issue.Position);
            json.WriteString("suggestion", issue.Suggestion);
            json.WriteEndObject();
        }
        json.WriteEndArray();
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
