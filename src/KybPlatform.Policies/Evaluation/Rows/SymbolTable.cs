namespace KybPlatform.Policies;

/// <summary>
/// The texts that a policy compares one fact with, each with a number, so that a text is looked at once and every comparison after that is one of
/// numbers. Filled while a policy is compiled, then only read.
/// </summary>
internal sealed class SymbolTable
{
    /// <summary>A longer walk than this means texts that the quick hash does not tell apart; then the dictionary answers.</summary>
    private const int LongestWalk = 8;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private string?[] _texts = [null];
    private int[] _at = [0];
    private bool _isWalkable = true;

    /// <summary>How many numbers there are, the 0 of all other texts included.</summary>
    public int Count => _numbers.Count + 1;

    public IEnumerable<KeyValuePair<string, int>> Numbers => _numbers;

    public int Add(string text)
    {
        if (!_numbers.TryGetValue(text, out var number)) _numbers[text] = number = Count;
        return number;
    }

    /// <summary>Makes it ready to be read.</summary>
    public void Freeze()
    {
        var size = 4;
        while (size < 2 * Count) size *= 2;
        (_texts, _at) = (new string?[size], new int[size]);
        foreach (var (text, number) in _numbers)
        {
            var (slot, steps) = (Hash(text) & (size - 1), 1);
            for (; _texts[slot] is not null; slot = (slot + 1) & (size - 1)) steps++;
            (_texts[slot], _at[slot]) = (text, number);
            _isWalkable &= steps <= LongestWalk;
        }
    }

    /// <summary>The text's number, 0 when the policy does not name it.</summary>
    public int Find(string text)
    {
        if (!_isWalkable) return _numbers.GetValueOrDefault(text);
        var texts = _texts;
        var mask = texts.Length - 1;
        for (var slot = Hash(text) & mask; ; slot = (slot + 1) & mask)
        {
            if (texts[slot] is not { } known) return 0;
            if (string.Equals(known, text, StringComparison.Ordinal)) return _at[slot];
        }
    }

    private static int Hash(string text) => text.Length == 0 ? 0 : text.Length * 7 + text[0] * 31 + text[^1] + text[text.Length / 2] * 131;
}
