using KybPlatform.Policies.Expressions.Binding;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions;

/// <summary>Turns source text into a program: parse, check against the environment, bind. Never throws, whatever the text.</summary>
public static class CelCompiler
{
    /// <summary>Compiles and checks. Every issue found is reported, in order of position.</summary>
    public static CelCompilation Compile(string expression, CelEnvironment environment, CelLimits? limits = null) =>
        Compile(expression, environment, limits ?? CelLimits.Default, isChecked: true);

    /// <summary>
    /// Compiles without type checks, as CEL's optional checking phase allows: what the checker would refuse becomes an error of the part
    /// that is evaluated, and is listed beside the program. Syntax and limits hold as always.
    /// </summary>
    public static CelCompilation CompileUnchecked(string expression, CelEnvironment environment, CelLimits? limits = null) =>
        Compile(expression, environment, limits ?? CelLimits.Default, isChecked: false);

    private static CelCompilation Compile(string expression, CelEnvironment environment, CelLimits limits, bool isChecked)
    {
        var (syntax, issues) = CelParser.Parse(expression, limits);
        if (syntax is null) return new(null, issues);
        var binder = new Binder(environment, limits);
        var bound = binder.BindRoot(syntax);
        CelIssue[] found = [.. binder.Issues.OrderBy(i => i.Position)];
        if (isChecked && found.Length > 0) return new(null, found);
        return new(new(expression, bound.Node, binder.LocalCount, bound.Type, binder.ReadPaths, limits), found);
    }
}
