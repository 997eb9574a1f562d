using KybPlatform.Screening.Lists;

namespace KybPlatform.UnitTests.Screening;

/// <summary>The labelled pairs of Data/name-pairs.tsv.</summary>
internal static class NamePairs
{
    public static IEnumerable<(EntitySchema Schema, bool Same, string Name1, string Name2)> All
    {
        get
        {
            using var stream = typeof(NamePairs).Assembly.GetManifestResourceStream("screening/name-pairs.tsv")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                    continue;
                var cells = line.Split('\t');
                yield return (EntitySchemas.Parse(cells[0])!.Value, cells[1] == "1", cells[2], cells[3]);
            }
        }
    }
}
