namespace KybPlatform.Screening.Names;

/// <summary>What decides how a word may be compared, besides its letters.</summary>
[Flags]
internal enum WordTraits : byte
{
    None = 0,

    /// <summary>Not set when the word can only stand for itself: joined to an initial or a number nothing is gained but coincidences.</summary>
    CanJoin = 1,

    /// <summary>The script leaves short vowels out.</summary>
    Unvoweled = 2,

    /// <summary>A Latin word of a body or craft.</summary>
    Plain = 4,

    /// <summary>A word of the tables, long enough not to be hit by accident.</summary>
    WellKnown = 8,

    /// <summary>Articles, titles and joining words are known words: a word that is nearly one is another word.</summary>
    Particle = 16,

    /// <summary>The word stands in a group of words that mean the same.</summary>
    Grouped = 32,
}

/// <summary>A word as it is compared: a <see cref="NameToken"/>, or a word of an index, which keeps the letters of all its words in one place.</summary>
internal readonly ref struct WordView(
    ReadOnlySpan<char> text, ReadOnlySpan<byte> codes, ReadOnlySpan<char> key, string? native, Script script, TokenKind kind, WordTraits traits, int[] groups)
{
    public ReadOnlySpan<char> Text { get; } = text;
    public ReadOnlySpan<byte> Codes { get; } = codes;
    public ReadOnlySpan<char> Key { get; } = key;
    public string? Native { get; } = native;
    public Script Script { get; } = script;
    public TokenKind Kind { get; } = kind;
    public WordTraits Traits { get; } = traits;
    public int[] Groups { get; } = groups;

    public bool Has(WordTraits trait) => (Traits & trait) != 0;
}
