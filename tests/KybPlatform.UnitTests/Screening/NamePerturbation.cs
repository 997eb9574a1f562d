namespace KybPlatform.UnitTests.Screening;

/// <summary>Changes a name as people, keyboards and transliterations do.</summary>
internal static class NamePerturbation
{
    public static IReadOnlyList<(string Kind, Func<string, Random, string> Change)> Kinds { get; } =
    [
        ("one wrong letter", Slip),
        ("a word left out", LeaveOut),
        ("another order", Shuffled),
        ("two words in one", RunTogether),
        ("another vowel", OtherVowel),
        ("a letter doubled", Doubled),
        ("other romanisation", Romanised),
        ("an initial", Initial),
    ];

    public static string Slip(string name, Random random)
    {
        if (Pick(name, char.IsLetter, random) is not { } at)
            return name;
        var letter = (char)('A' + random.Next(26));
        return random.Next(4) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, letter.ToString()),
            2 => $"{name[..at]}{letter}{name[(at + 1)..]}",
            _ => at + 1 < name.Length ? $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}" : name,
        };
    }

    private static string LeaveOut(string name, Random random)
    {
        var words = Words(name);
        if (words.Count > 2)
            words.RemoveAt(random.Next(words.Count));
        return string.Join(' ', words);
    }

    private static string Shuffled(string name, Random random)
    {
        var words = Words(name).ToArray();
        random.Shuffle(words);
        return string.Join(' ', words);
    }

    private static string RunTogether(string name, Random random)
    {
        var words = Words(name);
        if (words.Count < 2)
            return name;
        var at = random.Next(words.Count - 1);
        words[at] += words[at + 1];
        words.RemoveAt(at + 1);
        return string.Join(' ', words);
    }

    private static string OtherVowel(string name, Random random) =>
        Pick(name, c => "AEIOUaeiou".Contains(c, StringComparison.Ordinal), random) is { } at ? $"{name[..at]}{"AEIOU"[random.Next(5)]}{name[(at + 1)..]}" : name;

    private static string Doubled(string name, Random random) => Pick(name, char.IsLetter, random) is { } at ? name.Insert(at, name[at].ToString()) : name;

    private static string Romanised(string name, Random random)
    {
        (string From, string To)[] habits =
        [
            ("OU", "U"), ("KH", "H"), ("Q", "K"), ("EE", "I"), ("MUHAMMAD", "MOHAMED"), ("AL-", "EL "), ("SH", "CH"), ("Y", "I"), ("ABD AL-", "ABDUL "),
            ("BIN", "BEN"), ("AH ", "A "), ("V", "W"), ("DH", "D"), ("J", "DJ"),
        ];
        var upper = name.ToUpperInvariant();
        var (from, to) = habits[random.Next(habits.Length)];
        return upper.Replace(from, to, StringComparison.Ordinal);
    }

    private static string Initial(string name, Random random)
    {
        var words = Words(name);
        if (words.Count < 2)
            return name;
        var at = random.Next(words.Count);
        words[at] = words[at][..1] + ".";
        return string.Join(' ', words);
    }

    private static List<string> Words(string name) => [.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static int? Pick(string name, Func<char, bool> wanted, Random random)
    {
        var places = Enumerable.Range(0, name.Length).Where(i => wanted(name[i])).ToList();
        return places.Count == 0 ? null : places[random.Next(places.Count)];
    }
}
