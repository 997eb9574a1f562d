using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Names;

/// <summary>What a word is in its name, which decides how much it tells about who is meant.</summary>
internal enum TokenKind
{
    Word,
    Initial,
    Number,
    Suffix,

    /// <summary>Two neighbouring words read as one: "Aero Caribbean" for "Aerocaribbean".</summary>
    Joined,
}

/// <summary>
/// One word of a prepared name. <paramref name="Text"/> is lower-case a-z and 0-9 only; <paramref name="Native"/> keeps the word in its own script when
/// that is not Latin; <paramref name="Fold"/> is the text with spelling habits evened out; <paramref name="Key"/> is the skeleton by which
/// similar words are found; <paramref name="Unvoweled"/> says that the script leaves short vowels out.
/// </summary>
internal sealed record NameToken(
    string Text, string? Native, Script Script, TokenKind Kind, double Weight, string Fold, string Key, bool Unvoweled, int[] Groups)
{
    private const int ShortestWellKnown = 4;
    private const double HeaviestParticle = 0.1;
    private const int LongestParticle = 3;

    /// <summary>False when the word can only stand for itself: joined to an initial or a number nothing is gained but coincidences.</summary>
    public bool CanJoin { get; init; } = true;

    /// <summary>A word of the tables, long enough not to be hit by accident.</summary>
    public bool IsWellKnown => Groups.Length > 0 && Text.Length >= ShortestWellKnown;

    /// <summary>Articles, titles and joining words are known words: a word that is nearly one is another word.</summary>
    public bool IsParticle => Kind == TokenKind.Word && Weight <= HeaviestParticle && Text.Length <= LongestParticle;

    /// <summary>A Latin word of a body or craft.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The fold as letter numbers.</summary>
    public byte[] Codes { get; } = [.. Fold.Select(LetterCosts.Code)];

    public static NameToken Of(string text, string? native, Script script, TokenKind kind, double weight, NameFamily family)
    {
        var fold = Folding.Fold(text);
        var unvoweled = script is Script.Arabic or Script.Hebrew or Script.Indic;
        return new NameToken(text, native, script, kind, weight, fold, Folding.Skeleton(fold), unvoweled, WordGroups.Of(text, family))
        {
            CanJoin = kind is not (TokenKind.Initial or TokenKind.Number),
            IsPlain = family != NameFamily.Person && script == Script.Latin,
        };
    }

    /// <summary>This word and the next read as one.</summary>
    public NameToken JoinedWith(NameToken next)
    {
        var native = Native is not null && next.Native is not null ? Native + next.Native : null;
        var fold = Folding.Fold(Text + next.Text);
        return new NameToken(
            Text + next.Text, native, native is null ? Script.Latin : Script, TokenKind.Joined, Weight + next.Weight, fold, Folding.Skeleton(fold),
            Unvoweled || next.Unvoweled, [])
        {
            CanJoin = CanJoin && next.CanJoin,
            IsPlain = IsPlain && next.IsPlain,
        };
    }

    // Arrays compare by reference, and the derived parts follow from these anyway.
    public bool Equals(NameToken? other) =>
        other is not null && Text == other.Text && Native == other.Native && Kind == other.Kind && Weight.Equals(other.Weight) && Unvoweled == other.Unvoweled;

    public override int GetHashCode() => HashCode.Combine(Text, Native, Kind, Weight);
}
