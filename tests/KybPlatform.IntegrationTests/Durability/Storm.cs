using System.Globalization;

namespace KybPlatform.IntegrationTests.Durability;

/// <summary>What can befall an installation.</summary>
internal enum Harm
{
    /// <summary><c>kill -9</c> of a process, which is started again.</summary>
    KillServer,

    /// <summary>A process stands still for a moment.</summary>
    Stall,

    /// <summary>A process stands still for longer than its leases: others have its work by the time it goes on.</summary>
    StallPastLeases,

    /// <summary><c>kill -9</c> of all processes of the database.</summary>
    KillDatabase,

    /// <summary>Every connection to the database is cut.</summary>
    CutConnections,
}

/// <summary>One of them.</summary>
/// <param name="After">How long the installation is left alone before it.</param>
/// <param name="Server">Which process, where it concerns one.</param>
internal sealed record Blow(Harm Harm, int Server, TimeSpan After, TimeSpan Length)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"after {After.TotalMilliseconds:0} ms {Harm} {Server} {Length.TotalMilliseconds:0} ms");
}

/// <summary>A row of blows that its seed determines, so that one that found something can be played again.</summary>
internal static class Storm
{
    // Of twelve blows seven are kills of a process, as that is what happens most.
    private static readonly Harm[] Deck =
    [
        Harm.KillServer, Harm.KillServer, Harm.KillServer, Harm.KillServer, Harm.KillServer, Harm.KillServer, Harm.KillServer,
        Harm.Stall, Harm.StallPastLeases, Harm.KillDatabase, Harm.CutConnections, Harm.CutConnections,
    ];

    /// <summary>The first blows are one of each kind, in some order; then they are drawn.</summary>
    public static IReadOnlyList<Blow> Of(int seed, int blows, int servers)
    {
        var random = new Random(seed);
        var first = Enum.GetValues<Harm>();
        random.Shuffle(first);
        return
        [
            .. Enumerable.Range(0, blows).Select(i =>
            {
                var harm = i < first.Length ? first[i] : Deck[random.Next(Deck.Length)];
                var length = harm switch
                {
                    Harm.Stall => TimeSpan.FromMilliseconds(random.Next(300, 4_000)),
                    Harm.StallPastLeases => TimeSpan.FromMilliseconds(random.Next(16_000, 22_000)),
                    _ => TimeSpan.Zero,
                };
                return new Blow(harm, random.Next(servers), TimeSpan.FromMilliseconds(random.Next(200, 1_500)), length);
            }),
        ];
    }
}
