namespace KybPlatform.Policies.Expressions;

/// <summary>One signature of a function. <paramref name="Member"/>: called as <c>a.f(b)</c>, where <c>a</c> is the first parameter.</summary>
public sealed record CelOverload(IReadOnlyList<CelType> Parameters, CelType Result, bool Member = false)
{
    public override string ToString()
    {
        var names = Parameters.Select(p => p.Name).ToArray();
        return Member ? $"{names[0]}.({string.Join(", ", names[1..])}) -> {Result.Name}" : $"({string.Join(", ", names)}) -> {Result.Name}";
    }
}

/// <summary>
/// A function that expressions may call. One declared here is <em>supplied</em>: the evaluator asks <see cref="ICelFacts.Call"/> for every result,
/// so that the caller can record it and give it back when a decision is replayed. Arguments are checked against the overloads before the call;
/// unknown or failed arguments never reach it.
/// </summary>
public sealed class CelFunction
{
    internal CelFunction(string name, IReadOnlyList<CelOverload> overloads, Functions.CelBody? body)
    {
        Name = name;
        Overloads = overloads;
        Body = body;
    }

    /// <summary>The name, with its namespace where it has one: <c>math.greatest</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<CelOverload> Overloads { get; }

    /// <summary>True when the caller supplies the results.</summary>
    public bool IsSupplied => Body is null;

    internal Functions.CelBody? Body { get; }

    public static CelFunction Supplied(string name, IReadOnlyList<CelType> parameters, CelType result) =>
        Supplied(name, new CelOverload(parameters, result));

    public static CelFunction Supplied(string name, params IReadOnlyList<CelOverload> overloads) => new(name, overloads, null);

    public override string ToString() => Name;
}
