namespace KybPlatform.Policies;

/// <summary>What a slot of a <see cref="FactRow"/> takes. <see cref="Value"/> takes what no other does: lists, and objects as a whole.</summary>
public enum FactSlotKind
{
    Text,
    Whole,
    Number,
    Flag,
    Instant,
    Value,
}

/// <summary>The place of one fact path in the rows of one <see cref="RowPolicy"/>. Looked up once, used for every row.</summary>
public readonly record struct FactSlot
{
    internal FactSlot(int index, string path, FactSlotKind kind) => (Index, Path, Kind) = (index, path, kind);

    public string Path { get; }

    public FactSlotKind Kind { get; }

    internal int Index { get; }

    internal static FactSlotKind KindOf(string path) => Vocabulary.Shipped.Find(path)?.Type switch
    {
        FactType.String or FactType.Country or FactType.Enum or FactType.Email or FactType.Phone or FactType.Url => FactSlotKind.Text,
        FactType.Int => FactSlotKind.Whole,
        FactType.Number => FactSlotKind.Number,
        FactType.Bool => FactSlotKind.Flag,
        FactType.Date or FactType.Timestamp => FactSlotKind.Instant,
        FactType.Object or FactType.Map or FactType.List or null => FactSlotKind.Value,
    };
}
