namespace KybPlatform.Policies.Expressions.Binding;

/// <summary>Finds out free types by unification. Assignability is not strict about null and dyn: what is unclear is left to evaluation.</summary>
internal sealed class TypeSolver
{
    /// <summary>
    /// Types nested deeper than this are dyn: a map doubles what its key and value have in common, so that a few dozen maps of maps would otherwise have a type
    /// of more parts than memory holds.
    /// </summary>
    private const int MaxDepth = 8;

    private readonly Dictionary<int, CelType> _solved = [];
    private readonly List<int> _trail = [];
    private int _next;

    public CelType Fresh() => new CelType.Free(_next++);

    public int Mark() => _trail.Count;

    /// <summary>Forgets what was found out since the mark.</summary>
    public void Undo(int mark)
    {
        for (var i = _trail.Count - 1; i >= mark; i--) _solved.Remove(_trail[i]);
        _trail.RemoveRange(mark, _trail.Count - mark);
    }

    /// <summary>The type itself, as far as it is known at its outermost level.</summary>
    public CelType Shallow(CelType type)
    {
        while (type is CelType.Free free && _solved.TryGetValue(free.Id, out var known)) type = known;
        return type;
    }

    /// <summary>The type with everything known put in; what stays free becomes dyn, and so does what is nested too deeply.</summary>
    public CelType Final(CelType type, int depth = 0) => Shallow(type) switch
    {
        CelType.Free => CelType.Dyn,
        CelType.Simple or CelType.ObjectType => Shallow(type),
        _ when depth >= MaxDepth => CelType.Dyn,
        CelType.List list => CelType.ListOf(Final(list.Element, depth + 1)),
        CelType.Map map => CelType.MapOf(Final(map.Key, depth + 1), Final(map.Value, depth + 1)),
        CelType.Optional optional => CelType.OptionalOf(Final(optional.Value, depth + 1)),
        CelType.Nullable nullable => CelType.NullableOf(Final(nullable.Value, depth + 1)),
        CelType.TypeOf t => new CelType.TypeOf(Final(t.Denoted, depth + 1)),
        var known => known,
    };

    /// <summary>The type as a part of a larger one: dyn where it is nested as deeply as types may be.</summary>
    public CelType Part(CelType type) => IsDeep(type, MaxDepth) ? CelType.Dyn : type;

    private bool IsDeep(CelType type, int left) => Shallow(type) switch
    {
        CelType.List list => left == 0 || IsDeep(list.Element, left - 1),
        CelType.Map map => left == 0 || IsDeep(map.Key, left - 1) || IsDeep(map.Value, left - 1),
        CelType.Optional optional => left == 0 || IsDeep(optional.Value, left - 1),
        CelType.Nullable nullable => left == 0 || IsDeep(nullable.Value, left - 1),
        CelType.TypeOf t => left == 0 || IsDeep(t.Denoted, left - 1),
        _ => false,
    };

    /// <summary>A declaration's type with its parameters replaced, the same letter by the same type.</summary>
    public CelType Instantiate(CelType type, Dictionary<string, CelType> letters) => type switch
    {
        CelType.Parameter p => letters.TryGetValue(p.Letter, out var known) ? known : letters[p.Letter] = Fresh(),
        CelType.List list => CelType.ListOf(Instantiate(list.Element, letters)),
        CelType.Map map => CelType.MapOf(Instantiate(map.Key, letters), Instantiate(map.Value, letters)),
        CelType.Optional optional => CelType.OptionalOf(Instantiate(optional.Value, letters)),
        CelType.Nullable nullable => CelType.NullableOf(Instantiate(nullable.Value, letters)),
        CelType.TypeOf t => new CelType.TypeOf(Instantiate(t.Denoted, letters)),
        _ => type,
    };

    /// <summary>True when a value of <paramref name="source"/> may stand where <paramref name="target"/> is expected. What is nested too deeply is left to evaluation.</summary>
    public bool Assign(CelType target, CelType source, int depth = 0)
    {
        target = Shallow(target);
        source = Shallow(source);
        if (depth > MaxDepth || target.Equals(source) || target == CelType.Dyn || source == CelType.Dyn) return true;
        var next = depth + 1;
        return (target, source) switch
        {
            (CelType.Free free, _) => Solve(free, source),
            (_, CelType.Free free) => Solve(free, target),
            (CelType.Nullable, CelType.Simple { Kind: CelKind.Null }) => true,
            (CelType.Nullable a, CelType.Nullable b) => Assign(a.Value, b.Value, next),
            (CelType.Nullable a, _) => Assign(a.Value, source, next),
            (_, CelType.Nullable b) => Assign(target, b.Value, next),
            (CelType.ObjectType or CelType.Simple { Kind: CelKind.Timestamp or CelKind.Duration }, CelType.Simple { Kind: CelKind.Null }) => true,
            (CelType.List a, CelType.List b) => Assign(a.Element, b.Element, next),
            (CelType.Map a, CelType.Map b) => Assign(a.Key, b.Key, next) && Assign(a.Value, b.Value, next),
            (CelType.Map a, CelType.ObjectType { Additional: { } additional }) => Assign(a.Key, CelType.String, next) && Assign(a.Value, additional, next),
            (CelType.Optional a, CelType.Optional b) => Assign(a.Value, b.Value, next),
            (CelType.TypeOf, CelType.TypeOf) => true,
            _ => false,
        };
    }

    /// <summary>The type that both are, or null when they have none in common.</summary>
    public CelType? Unify(CelType left, CelType right)
    {
        var mark = Mark();
        if (Assign(left, right)) return Wider(left, right);
        Undo(mark);
        if (Assign(right, left)) return Wider(right, left);
        Undo(mark);
        return null;
    }

    private CelType Wider(CelType left, CelType right)
    {
        var (a, b) = (Shallow(left), Shallow(right));
        if (a == CelType.Dyn || b == CelType.Dyn) return CelType.Dyn;
        if (a is CelType.TypeOf && !a.Equals(b)) return CelType.AnyType;
        if (a.Equals(CelType.Null) || b.Equals(CelType.Null)) return CelType.NullableOf(a.Equals(CelType.Null) ? b : a);
        return b is CelType.Nullable && a is not CelType.Nullable ? b : a;
    }

    private bool Solve(CelType.Free free, CelType type)
    {
        if (Mentions(type, free.Id, 0)) return false;
        _solved[free.Id] = Part(type);
        _trail.Add(free.Id);
        return true;
    }

    private bool Mentions(CelType type, int id, int depth) => depth <= MaxDepth && Shallow(type) switch
    {
        CelType.Free free => free.Id == id,
        CelType.List list => Mentions(list.Element, id, depth + 1),
        CelType.Map map => Mentions(map.Key, id, depth + 1) || Mentions(map.Value, id, depth + 1),
        CelType.Optional optional => Mentions(optional.Value, id, depth + 1),
        CelType.Nullable nullable => Mentions(nullable.Value, id, depth + 1),
        CelType.TypeOf t => Mentions(t.Denoted, id, depth + 1),
        _ => false,
    };
}
