using System.Collections.Frozen;
using System.Globalization;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>
/// The scripts of Unicode 14.0.0 (Unicode Standard Annex #24, Scripts.txt) by the names that RE2 takes, such as <c>Greek</c> and <c>Old_Italic</c>. Code points
/// that were assigned later are in none.
/// </summary>
internal static class PatternScripts
{
    private static readonly Lazy<FrozenDictionary<string, PatternGroup>> All = new(Read);

    public static IReadOnlyCollection<string> Names => All.Value.Keys;

    public static PatternGroup? Find(string name) => All.Value.GetValueOrDefault(name);

    private static FrozenDictionary<string, PatternGroup> Read()
    {
        using var lines = new StreamReader(typeof(PatternScripts).Assembly.GetManifestResourceStream("patterns/scripts.txt")!);
        var scripts = new Dictionary<string, PatternGroup>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            scripts[line[..space]] = new PatternGroup.Ranges(Array.ConvertAll(line[(space + 1)..].Split(','), Range));
        }

        return scripts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (int, int) Range(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (Number(text), Number(text)) : (Number(text[..dash]), Number(text[(dash + 1)..]));
    }

    private static int Number(string hex) => int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
