using KybPlatform.UnitTests.Architecture;

namespace KybPlatform.UnitTests.Documentation;

/// <summary>The fenced blocks of a page of documentation. What follows the language after a space tells the test what to do with one.</summary>
internal static class PageExamples
{
    internal sealed record Block(string Language, string Word, string Text, int Line);

    public static IReadOnlyList<Block> Of(string page)
    {
        var blocks = new List<Block>();
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", page));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal)) continue;
            var start = i++;
            while (lines[i] != "```") i++;
            var head = lines[start][3..].Split(' ', 2);
            blocks.Add(new(head[0], head.Length > 1 ? head[1] : "", string.Join('\n', lines[(start + 1)..i]), start + 1));
        }

        return blocks;
    }

    public static string Facts(string page) => Of(page).Single(b => b is { Language: "json", Word: "facts" }).Text;
}
