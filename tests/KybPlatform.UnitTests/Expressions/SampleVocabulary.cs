using System.Text.Json;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.UnitTests.Expressions;

/// <summary>A small vocabulary of typed facts, in the shape policies use.</summary>
internal static class SampleVocabulary
{
    private static readonly CelType Address = CelType.Object("address", new Dictionary<string, CelType>
    {
        ["city"] = CelType.String,
        ["country"] = CelType.String,
    });

    private static readonly CelType Person = CelType.Object("person", new Dictionary<string, CelType>
    {
        ["roles"] = CelType.ListOf(CelType.String),
        ["ownership_percent"] = CelType.Double,
        ["date_of_birth"] = CelType.Timestamp,
        ["address"] = Address,
    });

    private static readonly CelType Business = CelType.Object("business", new Dictionary<string, CelType>
    {
        ["legal_name"] = CelType.String,
        ["type"] = CelType.String,
        ["employees"] = CelType.Int,
        ["incorporated_on"] = CelType.Timestamp,
        ["registered_address"] = Address,
        ["people"] = CelType.ListOf(Person),
    });

    private static readonly CelType Document = CelType.Object("document", new Dictionary<string, CelType> { ["type"] = CelType.String }, CelType.Dyn);

    public static CelFunction Similar { get; } = CelFunction.Supplied("similar", [CelType.String, CelType.String], CelType.Double);

    public static CelEnvironment Environment { get; } = CelEnvironment.Standard
        .WithVariable("country", CelType.String)
        .WithVariable("now", CelType.Timestamp)
        .WithVariable("business", Business)
        .WithVariable("documents", CelType.Object("documents", new Dictionary<string, CelType>(), Document))
        .WithFunction(Similar);

    public static CelFacts Facts(string json, Func<CelValue[], CelValue>? similar = null)
    {
        using var document = JsonDocument.Parse(json);
        var functions = new Dictionary<string, Func<CelValue[], CelValue>>();
        if (similar is not null) functions["similar"] = similar;
        return new CelFacts(CelJsonReader.ReadFacts(document.RootElement, Environment), functions);
    }

    public static CelProgram Compile(string expression)
    {
        var (program, issues) = CelCompiler.Compile(expression, Environment);
        return program ?? throw new InvalidOperationException($"{expression}: {issues[0].Message}");
    }

    public static CelValue Eval(string expression, string facts, Func<CelValue[], CelValue>? similar = null) =>
        Compile(expression).Evaluate(Facts(facts, similar));
}
