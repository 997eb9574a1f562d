using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Names;

/// <summary>What a word is in its name, which decides how much it tells about who is meant.</summary>
internal enum TokenKind : byte
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
/// similar words are found.
/// </summary>
internal sealed record NameToken(
    string Text, string? Native, Script Script, TokenKind Kind, double Weight, string Fold, string Key, WordTraits Traits, int[] Groups)
{
    private const int ShortestWellKnown = 4;
    private const double HeaviestParticle = 0.1;
    private const int LongestParticle = 3;

    /// <summary>The fold as letter numbers.</summary>
    public byte[] Codes { get; } = LetterCosts.Codes(Fold);

    public WordView View => new(Text, Codes, Key, Native, Script, Kind, Traits, Groups);

    public static NameToken Of(string text, string? native, Script script, TokenKind kind, double weight, NameFamily family)
    {
        var fold = Folding.Fold(text);
        var groups = WordGroups.Of(text, family);
        var traits = (kind is TokenKind.Initial or TokenKind.Number ? WordTraits.None : WordTraits.CanJoin)
            | (script is Script.Arabic or Script.Hebrew or Script.Indic ? WordTraits.Unvoweled : WordTraits.None)
            | (family != NameFamily.Person && script == Script.Latin ? WordTraits.Plain : WordTraits.None)
            | (groups.Length > 0 ? WordTraits.Grouped : WordTraits.None)
            | (groups.Length > 0 && text.Length >= ShortestWellKnown ? WordTraits.WellKnown : WordTraits.None)
            | (kind == TokenKind.Word && weight <= HeaviestParticle && text.Length <= LongestParticle ? WordTraits.Particle : WordTraits.None);
        return new NameToken(text, native, script, kind, weight, fold, Folding.Skeleton(fold), traits, groups);
    }

    /// <summary>This word and the next read as one.</summary>
    public NameToken JoinedWith(NameToken next)
    {
        var text = Text + next.Text;
        var native = Native is not null && next.Native is not null ? Native + next.Native : null;
        var fold = Folding.Fold(text);
        var traits = (Traits & next.Traits & (WordTraits.CanJoin | WordTraits.Plain)) | ((Traits | next.Traits) & WordTraits.Unvoweled);
        return new NameToken(text, native, native is null ? Script.Latin : Script, TokenKind.Joined, Weight + next.Weight, fold, Folding.Skeleton(fold), traits, []);
    }

    // Arrays compare by reference, and the derived parts follow from these anyway.
    public bool Equals(NameToken? other) =>
        other is not null && Text == other.Text && Native == other.Native && Kind == other.Kind && Weight.Equals(other.Weight) && Traits == other.Traits && Script == other.Script;

    public override int GetHashCode() => HashCode.Combine(Text, Native, Kind, Weight);
}
