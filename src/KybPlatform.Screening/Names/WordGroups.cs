using System.Collections.Frozen;
using KybPlatform.Screening.Lists;

namespace KybPlatform.Screening.Names;

/// <summary>
/// Words that stand for each other though they are spelt differently: pet names and the forms of one name in several languages for people,
/// abbreviations and translations for bodies. A word can belong to several groups.
/// </summary>
internal static class WordGroups
{
    private static readonly FrozenDictionary<string, int[]> People = Load("person-names.txt");
    private static readonly FrozenDictionary<string, int[]> Bodies = Load("corporate-words.txt");

    public static int[] Of(string text, NameFamily family) => family switch
    {
        NameFamily.Person => People.GetValueOrDefault(text, []),
        NameFamily.Corporate => Bodies.GetValueOrDefault(text, []),
        NameFamily.Craft => [],
    };

    private static FrozenDictionary<string, int[]> Load(string table)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in DataTable.Lines(table))
        {
            number++;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!groups.TryGetValue(word, out var of))
                    groups[word] = of = [];
                of.Add(number);
            }
        }
        return groups.ToFrozenDictionary(g => g.Key, g => g.Value.ToArray(), StringComparer.Ordinal);
    }
}
