namespace KybPlatform.Api.Persistence;

/// <summary>Why a commit was refused by the database without anything being written.</summary>
public enum Conflict
{
    /// <summary>A row was changed or removed since it was read.</summary>
    Stale,

    /// <summary>A unique key is taken; <see cref="ConflictException.Constraint"/> names it.</summary>
    Duplicate,

    /// <summary>A referenced row does not exist (any more).</summary>
    Missing,
}

/// <summary>Nothing was written: the commit met somebody else's.</summary>
public sealed class ConflictException(Conflict kind, string? constraint, Exception inner) : Exception($"{kind} {constraint}", inner)
{
    public Conflict Kind { get; } = kind;
    public string? Constraint { get; } = constraint;
}
