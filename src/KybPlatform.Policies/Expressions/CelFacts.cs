namespace KybPlatform.Policies.Expressions;

/// <summary>Facts from a dictionary of variables and a dictionary of functions. A variable that is not in it is unknown.</summary>
public sealed class CelFacts(
    IReadOnlyDictionary<string, CelValue> variables,
    IReadOnlyDictionary<string, Func<CelValue[], CelValue>>? functions = null) : ICelFacts
{
    /// <summary>No variable is known, no function supplied.</summary>
    public static CelFacts None { get; } = new(new Dictionary<string, CelValue>());

    public CelValue Variable(string name) => variables.TryGetValue(name, out var value) ? value : CelUnknown.Of(name);

    public CelValue Call(CelFunction function, CelValue[] arguments) =>
        functions is not null && functions.TryGetValue(function.Name, out var body)
            ? body(arguments)
            : new CelError(CelErrorCodes.FunctionNotSupplied, $"'{function.Name}' was not supplied.");
}
