using System.Collections.Immutable;

namespace KybPlatform.Screening.Lists;

/// <summary>Something in a list file that could not be read in full and was kept as text. <paramref name="Line"/> is 0 when no line applies.</summary>
public sealed record ListWarning(string Code, string Detail, string File, long Line);

/// <summary>
/// One issue of one list, whole. <see cref="PublishedAt"/> null means that the age is unknown, which never counts as fresh.
/// <see cref="IsComplete"/> false or <see cref="IsSample"/> true means that finding nobody clears nobody.
/// </summary>
public sealed record ListSnapshot
{
    public required string ListKey { get; init; }
    public required string Publisher { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public required bool IsComplete { get; init; }
    public bool IsSample { get; init; }

    /// <summary>Lower-case hex SHA-256 over the source files: of the one file, or of the lines <c>name:hash</c> of several, sorted by name.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Sorted by <see cref="ListEntity.Id"/>, ordinal; ids are unique.</summary>
    public required ImmutableArray<ListEntity> Entities { get; init; }

    public ImmutableArray<ListWarning> Warnings { get; init; } = [];
}

/// <summary>
/// Why a list file was refused. <paramref name="Code"/> is stable; <paramref name="Line"/> is the 1-based line in <paramref name="File"/>, 0 when
/// the refusal concerns the file as a whole.
/// </summary>
public sealed record ListRefusal(string Code, string Detail, string File, long Line);

/// <summary>The outcome of reading a list: a whole snapshot or a refusal, never a part of a list.</summary>
public sealed record ListReading
{
    private ListReading(ListSnapshot? snapshot, ListRefusal? refusal)
    {
        Snapshot = snapshot;
        Refusal = refusal;
    }

    public ListSnapshot? Snapshot { get; }
    public ListRefusal? Refusal { get; }

    internal static ListReading Of(ListSnapshot snapshot) => new(snapshot, null);

    internal static ListReading Refused(ListRefusal refusal) => new(null, refusal);
}

/// <summary>
/// What the caller knows about the files. <paramref name="PublishedAt"/> stands in where the format carries no date (OFAC's CSV).
/// <paramref name="PreviousEntityCount"/> is the size of the issue in use: a new one that lost more than a fifth of it is refused as
/// truncated; null skips that check (first import).
/// </summary>
public sealed record ListReadOptions(DateTimeOffset? PublishedAt = null, int? PreviousEntityCount = null)
{
    /// <summary>
    /// Real issues shrink by a few entries at a time; OFAC's list lost 3.5 % between January 2019 and July 2021. A fifth leaves room for a large
    /// delisting and still catches a file that was cut.
    /// </summary>
    public const double LargestShrink = 0.20;
}

/// <summary>
/// One named source file. <paramref name="Open"/> gives its content from the start as often as it is asked; whoever opens disposes.
/// </summary>
public sealed record ListFile(string Name, Func<Stream> Open)
{
    /// <summary>A file that is held in memory.</summary>
    public static ListFile Of(string name, byte[] content) => new(name, () => new MemoryStream(content, writable: false));
}
