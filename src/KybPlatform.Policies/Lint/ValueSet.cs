using System.Collections.Immutable;

namespace KybPlatform.Policies.Lint;

/// <summary>Some texts, or all but some.</summary>
internal sealed record TextSet(ImmutableHashSet<string> Named, bool IsAllBut)
{
    public static TextSet None { get; } = new([], IsAllBut: false);

    public static TextSet All { get; } = new([], IsAllBut: true);

    public bool IsEmpty => !IsAllBut && Named.IsEmpty;

    public static TextSet Of(params IEnumerable<string> texts) => new([.. texts], IsAllBut: false);

    public TextSet Complement() => this with { IsAllBut = !IsAllBut };

    public TextSet Intersect(TextSet other) => (IsAllBut, other.IsAllBut) switch
    {
        (false, false) => new(Named.Intersect(other.Named), false),
        (false, true) => new(Named.Except(other.Named), false),
        (true, false) => new(other.Named.Except(Named), false),
        (true, true) => new(Named.Union(other.Named), true),
    };
}

/// <summary>
/// The values that an expression may have: numbers, instants and spans (nanoseconds), texts, the two truths, null, and everything else as one
/// lump (lists, bytes, NaN). Operations are exact but for that lump, which is never split: where it is in doubt, it stays.
/// </summary>
internal sealed record ValueSet(Intervals Numbers, Intervals Times, TextSet Texts, bool True, bool False, bool Null, bool Other)
{
    public static ValueSet Nothing { get; } = new(Intervals.None, Intervals.None, TextSet.None, false, false, false, false);

    public static ValueSet Anything { get; } = new(Intervals.All, Intervals.All, TextSet.All, true, true, true, true);

    public bool IsEmpty => Numbers.IsEmpty && Times.IsEmpty && Texts.IsEmpty && !True && !False && !Null && !Other;

    public static ValueSet Of(bool value) => Nothing with { True = value, False = !value };

    public ValueSet Intersect(ValueSet other) => new(
        Numbers.Intersect(other.Numbers), Times.Intersect(other.Times), Texts.Intersect(other.Texts),
        True && other.True, False && other.False, Null && other.Null, Other && other.Other);

    public ValueSet Union(ValueSet other) => Complement().Intersect(other.Complement()).Complement();

    public ValueSet Complement() => new(Numbers.Complement(), Times.Complement(), Texts.Complement(), !True, !False, !Null, !Other);

    public bool IsWithin(ValueSet other) => Intersect(other.Complement()).IsEmpty;
}
