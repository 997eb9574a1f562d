using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers;

/// <summary>A register that is asked over the network, one number at a time. What goes wrong on the way is an answer of its own, never a statement about the entity.</summary>
internal interface IOnlineRegister
{
    /// <summary>As kept with the answer: <c>companies_house</c>.</summary>
    string Name { get; }

    IReadOnlyList<string> Schemes { get; }

    /// <summary>It issues these numbers itself: what it does not know is not registered.</summary>
    bool Authoritative { get; }

    Task<RegisterFinding> AskAsync(RegisterQuestion question, CancellationToken ct);
}
