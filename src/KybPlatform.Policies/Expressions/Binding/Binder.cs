using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>
/// One walk over the tree that checks types, collects what is read, and builds what runs. After an issue it goes on with dyn, so that an author sees
/// every mistake at once and no mistake twice.
/// </summary>
internal sealed partial class Binder(CelEnvironment environment, CelLimits limits)
{
    private const int MaxSuggestions = 20;
    private readonly TypeSolver _types = new();
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);
    private Local? _locals;
    private int _slots;

    public List<CelIssue> Issues { get; } = [];

    public int LocalCount { get; private set; }

    public IReadOnlyList<string> ReadPaths => [.. _paths];

    public Bound BindRoot(CelExpr expression)
    {
        var bound = Bind(expression);
        var type = _types.Final(bound.Type);
        return bound with { Type = type is CelType.Nullable nullable ? nullable.Value : type };
    }

    /// <summary>Binds a part whose value is used as a whole, so that the path it stands for is read.</summary>
    private Bound Bind(CelExpr expression)
    {
        var bound = BindPart(expression);
        if (bound.Path is { } path) _paths.Add(path);
        return bound;
    }

    private Bound BindPart(CelExpr expression) => expression switch
    {
        CelExpr.Literal literal => new(new ConstNode(literal, literal.Value), literal.Value.Type),
        CelExpr.Ident ident => BindName(ident),
        CelExpr.Select select => BindSelect(select),
        CelExpr.Has has => BindHas(has),
        CelExpr.Index index => BindIndex(index),
        CelExpr.Call call => BindCall(call),
        CelExpr.Unary unary => BindOperator(unary, unary.Symbol + "_", unary.Operand),
        CelExpr.Binary { Symbol: "==" or "!=" } equality => BindEquality(equality),
        CelExpr.Binary binary => BindOperator(binary, $"_{binary.Symbol}_", binary.Left, binary.Right),
        CelExpr.Logical logical => BindLogical(logical),
        CelExpr.Conditional conditional => BindConditional(conditional),
        CelExpr.ListLiteral list => BindList(list),
        CelExpr.MapLiteral map => BindMap(map),
        CelExpr.Loop loop => BindLoop(loop),
        CelExpr.Bind bind => BindBinding(bind),
        CelExpr.OptionalMap map => BindOptionalMap(map),
        CelExpr.Message message => Fail(message, CelIssueCodes.UnsupportedMessage, $"'{message.Name}' cannot be made: there are no messages here."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Bound BindLogical(CelExpr.Logical logical)
    {
        var terms = logical.Terms.Select(t => Expect(t, CelType.Bool, logical.IsAnd ? "'&&'" : "'||'")).ToArray();
        return new(logical.IsAnd ? new AndNode(logical, terms) : new OrNode(logical, terms), CelType.Bool);
    }

    private Bound BindConditional(CelExpr.Conditional conditional)
    {
        var test = Expect(conditional.Test, CelType.Bool, "The condition before '?'");
        var then = Bind(conditional.Then);
        var otherwise = Bind(conditional.Else);
        var type = _types.Unify(then.Type, otherwise.Type);
        if (type is null)
        {
            Issue(conditional, CelIssueCodes.NoMatchingOverload,
                $"The two results of '? :' have different types, {Name(then.Type)} and {Name(otherwise.Type)}.");
        }
        return new(new ConditionalNode(conditional, test, then.Node, otherwise.Node), type ?? CelType.Dyn);
    }

    private Node Expect(CelExpr expression, CelType type, string what)
    {
        var bound = Bind(expression);
        if (!_types.Assign(type, bound.Type)) Issue(expression, CelIssueCodes.NoMatchingOverload, $"{what} needs {type.Name}, and this is {Name(bound.Type)}.");
        return bound.Node;
    }

    private string Name(CelType type) => _types.Final(type).Name;

    private void Issue(CelExpr at, string code, string message, string? suggestion = null) =>
        Issues.Add(new(code, Asking(message, suggestion), at.Start, suggestion));

    private static string Asking(string message, string? suggestion) => suggestion is null ? message : $"{message} Did you mean '{suggestion}'?";

    /// <summary>The nearest of the known names. After many mistakes nobody reads another suggestion, and looking for one is not free.</summary>
    private string? Nearest(string name, IEnumerable<string> known) => Issues.Count < MaxSuggestions ? NearestName.Find(name, known) : null;

    /// <summary>Reports an issue and stands in for the part with one that fails when it is evaluated.</summary>
    private Bound Fail(CelExpr at, string code, string message, string? suggestion = null)
    {
        Issue(at, code, message, suggestion);
        return new(new ConstNode(at, new CelError(code, Asking(message, suggestion), at.Start)), CelType.Dyn);
    }

    private Local Push(string name, CelType type, string? path)
    {
        _locals = new(name, _slots++, type, path, _locals);
        LocalCount = Math.Max(LocalCount, _slots);
        return _locals;
    }

    private void Pop()
    {
        _locals = _locals!.Outer;
        _slots--;
    }
}
