using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Resolution;

/// <summary>A rule, risk factor or input with its expression ready.</summary>
internal sealed record CompiledRule(PolicyRule Source, Condition When);

internal sealed record CompiledRisk(RiskFactor Source, Condition When);

internal sealed record CompiledTable(DecisionTable Source, CelProgram[] Inputs)
{
    public TableIndex Index { get; } = new(Source);

    /// <summary>What it says when an input ends in an error.</summary>
    public TableDecision Failed { get; } = TableDecision.Failed(Source);

    /// <summary>Whether what comes out counts, or is only reported.</summary>
    public bool Acts { get; } = Source.Outputs.Any(o => o.Key is "outcome" or "points");
}

/// <summary>Policies that extend the same bases share them merged, and their expressions; each is made once for a catalogue.</summary>
internal sealed class ExpressionCache
{
    private readonly Dictionary<string, CelCompilation> _compiled = new(StringComparer.Ordinal);

    /// <summary>Merged bases by key.</summary>
    public Dictionary<string, JsonObject> Bases { get; } = new(StringComparer.Ordinal);

    public CelCompilation Compile(string expression)
    {
        if (_compiled.TryGetValue(expression, out var known)) return known;
        return _compiled[expression] = CelCompiler.Compile(expression, Vocabulary.Shipped.Environment);
    }
}

/// <summary>
/// Makes a resolved document ready to evaluate. Everything that can be known to be wrong beforehand is an issue: expressions that do not type-check,
/// paths outside the vocabulary, requirement keys that do not exist, facts that are read but never asked for.
/// </summary>
internal sealed class PolicyCompiler(PolicyDocument document, List<PolicyIssue> issues, ExpressionCache expressions)
{
    private readonly List<(string Pointer, CelProgram Program)> _programs = [];

    public CompiledRequirement[] Requirements { get; private set; } = [];
    public CompiledRule[] Rules { get; private set; } = [];
    public CompiledRisk[] Risk { get; private set; } = [];
    public CompiledTable[] Tables { get; private set; } = [];

    /// <summary>Every expression of the policy.</summary>
    public IEnumerable<CelProgram> Programs => _programs.Select(p => p.Program);

    /// <summary>Whether any expression looks something up in a list.</summary>
    public bool AsksLists => _programs.Exists(p => p.Program.Source.Contains(DomainFunctionNames.ListContains, StringComparison.Ordinal));

    public void Compile()
    {
        Requirements = [.. document.Requirements.Select((r, i) => Requirement(r, $"/requirements/{i}")).OfType<CompiledRequirement>()];
        Rules = [.. document.Rules.Select((r, i) => Condition(r.When, $"/rules/{i}/when") is { } c ? new CompiledRule(r, c) : null).OfType<CompiledRule>()];
        Risk = [.. document.Risk.Select((r, i) => Condition(r.When, $"/risk/{i}/when") is { } c ? new CompiledRisk(r, c) : null).OfType<CompiledRisk>()];
        Tables = [.. document.Tables.Select(Table).OfType<CompiledTable>()];
        new PathCheck(document, Requirements, issues).Check(_programs);
        TableCheck.Check(document.Tables, Tables, issues);
    }

    private CompiledRequirement? Requirement(Requirement source, string pointer)
    {
        var when = source.When is null ? null : Condition(source.When, pointer + "/when");
        if (source.When is not null && when is null) return null;
        return source switch
        {
            FieldRequirement field => new FieldCheck(field, when),
            IdentifierRequirement identifier => new IdentifierCheck(identifier, when),
            DocumentRequirement paper => new DocumentCheck(paper, when),
            PersonRequirement person => new PersonCheck(person, when),
            OwnershipRequirement ownership => new OwnershipCheck(ownership, when),
            AddressRequirement address => new AddressCheck(address, when),
            VerificationRequirement verification => new VerificationCheck(verification, when),
            AttestationRequirement attestation => new AttestationCheck(attestation, when),
            ConsistencyRequirement consistency => Expression(source, when, consistency.Expr, pointer, "facts_inconsistent"),
            RestrictionRequirement restriction => Expression(source, when, restriction.Expr, pointer, "restricted"),
            PrerequisiteRequirement { Expr: { } expr } => Expression(source, when, expr, pointer, "prerequisite_not_met"),
            PrerequisiteRequirement registration => new RegistrationCheck(registration, when),
            _ => null,
        };
    }

    private ExpressionCheck? Expression(Requirement source, Condition? when, string expr, string pointer, string failure) =>
        Condition(expr, pointer + "/expr") is { } condition ? new ExpressionCheck(source, when, condition, failure) : null;

    private Condition? Condition(string expression, string pointer)
    {
        if (Program(expression, pointer) is not { } program) return null;
        if (program.ResultType == CelType.Bool || program.ResultType == CelType.Dyn) return new Condition(program);
        issues.Add(new PolicyIssue(pointer, "not_a_condition", $"The expression gives {program.ResultType.Name}; a condition is true or false."));
        return null;
    }

    private CelProgram? Program(string expression, string pointer)
    {
        var compilation = expressions.Compile(expression);
        foreach (var issue in compilation.Issues)
            issues.Add(new PolicyIssue(pointer, issue.Code, $"{issue.Message} (at {issue.Position} of the expression)", null, issue.Suggestion) { Offset = issue.Position });
        if (compilation.Program is { } program) _programs.Add((pointer, program));
        return compilation.Program;
    }

    private CompiledTable? Table(DecisionTable table, int index)
    {
        var inputs = table.Inputs.Select((input, i) => Program(input.Expr, $"/tables/{index}/inputs/{i}/expr")).OfType<CelProgram>().ToArray();
        if (inputs.Length != table.Inputs.Count) return null;
        TableTypes.Check(table, index, inputs, issues);
        return new CompiledTable(table, inputs);
    }
}
