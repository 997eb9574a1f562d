namespace KybPlatform.Policies.Expressions;

/// <summary>
/// What an evaluation reads. Both methods are on the hot path and must be cheap, free of side effects an expression could see, and must not throw:
/// what cannot be given is answered with <see cref="CelUnknown"/> or <see cref="CelError"/>.
/// </summary>
public interface ICelFacts
{
    /// <summary>The value of a declared variable; <see cref="CelUnknown"/> with its name when it is not known.</summary>
    CelValue Variable(string name);

    /// <summary>
    /// The result of a supplied function for arguments that match one of its overloads. The array belongs to the callee.
    /// </summary>
    CelValue Call(CelFunction function, CelValue[] arguments);
}
