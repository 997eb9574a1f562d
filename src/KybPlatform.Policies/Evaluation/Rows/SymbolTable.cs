using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KybPlatform.Policies;

/// <summary>
/// The texts that a policy compares one fact with, each with a number, so that a text is looked at once and every comparison after that is one of
/// numbers. Filled while a policy is compiled, then only read.
/// </summary>
internal sealed class SymbolTable
{
    /// <summary>What <see cref="FindOrAbsent"/> says of a text that is too long for compiled code.</summary>
    public const int TooLong = -1;

    /// <summary>A longer walk than this means texts that the quick hash does not tell apart; then the dictionary answers.</summary>
    private const int LongestWalk = 8;

    /// <summary>So many places for each text, so that the first look mostly answers.</summary>
    private const int PlacesOfText = 4;

    private const int HighBits = 40;

    /// <summary>So many spreads are tried for one that gives each text a place of its own; few texts mostly find one.</summary>
    private const int MostSpreads = 64;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private Place[] _places = [default];
    private ulong _spread = 0x9E37_79B9_7F4A_7C15;
    private bool _isPerfect;
    private bool _isWalkable = true;

    /// <summary>How many numbers there are, the 0 of all other texts included.</summary>
    public int Count => _numbers.Count + 1;

    /// <summary>The number that stands for no text at all.</summary>
    public int Absent => Count;

    public IEnumerable<KeyValuePair<string, int>> Numbers => _numbers;

    public int Add(string text)
    {
        if (!_numbers.TryGetValue(text, out var number)) _numbers[text] = number = Count;
        return number;
    }

    /// <summary>Makes it ready to be read.</summary>
    public void Freeze()
    {
        var size = PlacesOfText;
        while (size < PlacesOfText * Count) size *= 2;
        var longest = Fill(size);
        for (var tries = 0; tries < MostSpreads && longest > 1; tries++)
        {
            _spread = _spread * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407 | 1;
            longest = Fill(size);
        }

        (_isPerfect, _isWalkable) = (longest == 1, longest <= LongestWalk);
    }

    /// <summary>The text's number, 0 when the policy does not name it. Quickest for the very instance of a literal or an interned text.</summary>
    public int Find(string text)
    {
        var (places, hash) = (_places, Hash(text));
        ref var place = ref places[PlaceOf(hash) & (places.Length - 1)];
        var isSame = ReferenceEquals(place.Text, text);
        if (!_isPerfect) return isSame ? place.Number : Walk(text, hash);

        // No jump hangs on whether the text is named, which nobody could foresee.
        var isLike = place.Hash == hash;
        return isLike & !isSame ? Walk(text, hash) : place.Number & -Unsafe.BitCast<bool, byte>(isLike);
    }

    /// <summary>As <see cref="Find"/>; <see cref="Absent"/> for null, <see cref="TooLong"/> for a text whose length would have to be counted.</summary>
    public int FindOrAbsent(string? text) => text is null ? Absent : text.Length > FactRow.LongestPlainText ? TooLong : Find(text);

    private int Walk(string text, ulong hash)
    {
        if (!_isWalkable) return _numbers.GetValueOrDefault(text);
        var places = _places;
        for (var at = PlaceOf(hash); ; at++)
        {
            ref var place = ref places[at & (places.Length - 1)];
            if (place.Text is not { } known) return 0;
            if (place.Hash == hash && known == text) return place.Number;
        }
    }

    /// <summary>Puts every text into its place, and says how many places the farthest one has to be looked for.</summary>
    private int Fill(int size)
    {
        _places = new Place[size];
        var longest = 1;
        foreach (var (text, number) in _numbers)
        {
            var (hash, steps) = (Hash(text), 1);
            var at = PlaceOf(hash);
            for (; _places[at & (size - 1)].Text is not null; at++) steps++;
            // The host's literal where it has one; interning ourselves would keep every policy's texts for ever.
            _places[at & (size - 1)] = new Place(string.IsInterned(text) ?? text, number, hash);
            longest = Math.Max(longest, steps);
        }

        return longest;
    }

    /// <summary>Of the length, the first and the last letters: all of a text of up to eight.</summary>
    private ulong Hash(string text)
    {
        const int LettersOfWord = sizeof(ulong) / sizeof(char);
        ref var first = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(text.AsSpan()));
        var ends = (ulong)text.Length;
        if (text.Length >= LettersOfWord)
            ends += Unsafe.ReadUnaligned<ulong>(ref first) * 31 + Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, (text.Length - LettersOfWord) * sizeof(char)));
        else if (text.Length >= 2)
            ends += Unsafe.ReadUnaligned<uint>(ref first) * 31UL + Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, (text.Length - 2) * sizeof(char)));
        else if (text.Length == 1)
            ends += text[0];
        return ends * _spread;
    }

    /// <summary>By the upper bits, where all of them have met.</summary>
    private static int PlaceOf(ulong hash) => (int)(hash >> HighBits);

    private readonly record struct Place(string? Text, int Number, ulong Hash);
}
