namespace KybPlatform.Identifiers.Documents;

/// <summary>A slice of one line; <see cref="CheckColumn"/> is -1 where no check digit follows.</summary>
internal readonly record struct MrzField(int Line, int Start, int Length, int CheckColumn = -1)
{
    public string In(IReadOnlyList<char[]> lines) => new(lines[Line], Start, Length);

    public char CheckIn(IReadOnlyList<char[]> lines) => lines[Line][CheckColumn];
}

/// <summary>Where each field stands (ICAO Doc 9303, parts 4 to 7). Field order in <see cref="Composite"/> is the order they are summed in.</summary>
internal sealed record MrzLayout(MrzFormat Format, int Lines, int Width)
{
    public MrzField State { get; init; } = new(0, 2, 3);
    public MrzField Name { get; private init; }
    public MrzField Number { get; private init; } = new(1, 0, 9, 9);
    public MrzField Nationality { get; private init; } = new(1, 10, 3);
    public MrzField Birth { get; private init; } = new(1, 13, 6, 19);
    public MrzField Sex { get; private init; } = new(1, 20, 1);
    public MrzField Expiry { get; private init; } = new(1, 21, 6, 27);
    public MrzField Optional { get; private init; }
    public MrzField? Optional2 { get; private init; }

    /// <summary>Slices under the composite check digit, which ends the second line; empty where there is none (visas).</summary>
    public MrzField[] Composite { get; private init; } = [];

    /// <summary>Cards let a long number run on into the optional data.</summary>
    public bool NumberMayContinue => Format is MrzFormat.Td1 or MrzFormat.Td2;

    public static MrzLayout Td1 { get; } = new(MrzFormat.Td1, 3, 30)
    {
        Name = new(2, 0, 30),
        Number = new(0, 5, 9, 14),
        Optional = new(0, 15, 15),
        Birth = new(1, 0, 6, 6),
        Sex = new(1, 7, 1),
        Expiry = new(1, 8, 6, 14),
        Nationality = new(1, 15, 3),
        Optional2 = new(1, 18, 11),
        Composite = [new(0, 5, 25), new(1, 0, 7), new(1, 8, 7), new(1, 18, 11)],
    };

    public static MrzLayout Td2 { get; } = new(MrzFormat.Td2, 2, 36)
    {
        Name = new(0, 5, 31),
        Optional = new(1, 28, 7),
        Composite = [new(1, 0, 10), new(1, 13, 7), new(1, 21, 14)],
    };

    public static MrzLayout Td3 { get; } = new(MrzFormat.Td3, 2, 44)
    {
        Name = new(0, 5, 39),
        Optional = new(1, 28, 14, 42),
        Composite = [new(1, 0, 10), new(1, 13, 7), new(1, 21, 22)],
    };

    public static MrzLayout MrvA { get; } = new(MrzFormat.MrvA, 2, 44)
    {
        Name = new(0, 5, 39),
        Optional = new(1, 28, 16),
    };

    public static MrzLayout MrvB { get; } = new(MrzFormat.MrvB, 2, 36)
    {
        Name = new(0, 5, 31),
        Optional = new(1, 28, 8),
    };

    public static MrzLayout? For(int lines, int width, bool visa) => (lines, width) switch
    {
        (3, 30) => Td1,
        (2, 36) => visa ? MrvB : Td2,
        (2, 44) => visa ? MrvA : Td3,
        _ => null,
    };
}
