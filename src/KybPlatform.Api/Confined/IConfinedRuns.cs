namespace KybPlatform.Api.Confined;

/// <summary>How a piece of confined work ended.</summary>
/// <param name="Output">What it made; null where there is nothing.</param>
/// <param name="Refused">The work was done and says that the file is not what it should be. False with no output: it broke, took too long, or could not be begun.</param>
internal sealed record ConfinedAnswer(byte[]? Output, bool Refused = false)
{
    public static ConfinedAnswer Broken { get; } = new((byte[]?)null);

    public static ConfinedAnswer Unreadable { get; } = new(null, Refused: true);
}

/// <summary>What one piece of work may take.</summary>
/// <param name="Memory">Bytes of managed memory.</param>
/// <param name="Output">Bytes that it may answer.</param>
internal sealed record ConfinedTerms(TimeSpan Patience, long Memory, int Output);

/// <summary>Works on somebody else's file where it can do no harm: it cannot hang, fill or bring down this process, and finds no secrets.</summary>
internal interface IConfinedRuns
{
    /// <param name="task">What to do, by name.</param>
    /// <param name="input">Read to its end, or as far as the work wants.</param>
    Task<ConfinedAnswer> RunAsync(string task, Stream input, ConfinedTerms terms, CancellationToken ct);
}
