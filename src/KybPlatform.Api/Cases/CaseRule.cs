using System.Collections.Concurrent;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Api.Cases;

/// <summary>The facts that rules of queues and templates read.</summary>
/// <param name="About"><c>inquiry</c>, or <c>work</c> for anything else.</param>
internal sealed record CaseFacts(
    string About, string? Country, string? SenderType, string? Applicant, string? Policy, IReadOnlyList<string> Reasons, int? Risk, int Priority) : ICelFacts
{
    public static CaseFacts Of(string about, Case row) => new(about, row.Country, row.SenderType, row.Applicant, row.PolicyKey, row.Reasons, row.Risk, row.Priority);

    public CelValue Variable(string name) => name switch
    {
        "case.about" => Text(About, name),
        "case.country" => Text(Country, name),
        "case.sender_type" => Text(SenderType, name),
        "case.applicant" => Text(Applicant, name),
        "case.policy" => Text(Policy, name),
        "case.reasons" => CelValue.Of(Reasons.Select(r => CelValue.Of(r))),
        "case.risk" => Risk is { } risk ? CelValue.Of((long)risk) : CelUnknown.Of(name),
        "case.priority" => CelValue.Of((long)Priority),
        _ => CelUnknown.Of(name),
    };

    public CelValue Call(CelFunction function, CelValue[] arguments) => new CelError(CelErrorCodes.FunctionNotSupplied, $"'{function.Name}' was not supplied.");

    private static CelValue Text(string? text, string name) => text is null ? CelUnknown.Of(name) : CelValue.Of(text);
}

/// <summary>Rules are expressions of the product's own language over the facts of a case. One that ends unknown or in an error takes nothing: the case goes on to the next queue.</summary>
internal static class CaseRule
{
    private const int MostRemembered = 2000;

    private static readonly CelEnvironment Environment = CelEnvironment.Standard
        .WithVariable("case.about", CelType.String).WithVariable("case.country", CelType.String).WithVariable("case.sender_type", CelType.String)
        .WithVariable("case.applicant", CelType.String).WithVariable("case.policy", CelType.String).WithVariable("case.reasons", CelType.ListOf(CelType.String))
        .WithVariable("case.risk", CelType.Int).WithVariable("case.priority", CelType.Int);

    private static readonly ConcurrentDictionary<string, CelProgram?> Compiled = new(StringComparer.Ordinal);

    /// <summary>What is to be said against a rule; null where it is one.</summary>
    public static string? Check(string rule)
    {
        var compiled = CelCompiler.Compile(rule, Environment);
        if (compiled.Program is { } program) return program.ResultType == CelType.Bool ? null : $"The rule gives {CelJson.TypeName(program.ResultType)}, not true or false.";
        var issue = compiled.Issues[0];
        return issue.Suggestion is { } near ? $"{issue.Message} Did you mean '{near}'?" : issue.Message;
    }

    public static bool Takes(string? rule, CaseFacts facts)
    {
        if (rule is null) return false;
        if (Compiled.Count > MostRemembered) Compiled.Clear();
        return Compiled.GetOrAdd(rule, static r => CelCompiler.Compile(r, Environment).Program)?.Evaluate(facts) is CelBool { Value: true };
    }
}
