using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KybPlatform.Policies;

namespace KybPlatform.IntegrationTests.Privacy;

/// <summary>Facts in which every field holds a value that stands nowhere else: what is classified (a canary) apart from what registers publish.</summary>
internal sealed class Canaries
{
    private int _count = 100;

    /// <summary>Values that must be readable nowhere, with the path that they were given at.</summary>
    public List<(string Path, string Value)> Classified { get; } = [];

    /// <summary>Values that may be read.</summary>
    public List<(string Path, string Value)> Public { get; } = [];

    /// <summary>A value for something that is no fact and still tells of a person: a note, a file name, a user.</summary>
    public string Extra(string what, string suffix = "")
    {
        var value = $"{Word()}{suffix}";
        Classified.Add((what, value));
        return value;
    }

    /// <summary>An object with every field of the vocabulary below this path.</summary>
    public JsonObject Fill(string path) => (JsonObject)Fill(Vocabulary.Shipped.NodeAt(path)!)!;

    /// <summary>Which of the values can be read in a text, as they are or as the bytes of a dump.</summary>
    public IEnumerable<string> Seen(string where, string text) =>
        Classified.Where(c => text.Contains(c.Value, StringComparison.OrdinalIgnoreCase)
                || text.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(c.Value)), StringComparison.OrdinalIgnoreCase)
                || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(c.Value)).TrimEnd('=')[..^1], StringComparison.Ordinal))
            .Select(c => $"{where} shows {c.Path}: {c.Value}");

    private JsonNode? Fill(VocabularyNode node) => node.Type switch
    {
        FactType.Object => new JsonObject(node.Members.Where(m => m.Key != "id").OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Fill(m.Value))).Where(m => m.Value is not null)),
        FactType.List => new JsonArray(Fill(node.Each!)),
        FactType.Map or FactType.Bool => null,
        FactType.Enum => Vocabulary.Shipped.Find(node.Path)!.Values[0],
        FactType.Country => "GB",
        FactType.Int or FactType.Number => 7,
        FactType.Timestamp => null,
        FactType.String when node.Path.EndsWith("identifiers[].scheme", StringComparison.Ordinal) => "XX:OTHER",
        FactType.String or FactType.Email or FactType.Phone or FactType.Url or FactType.Date => Value(node),
        _ => throw new InvalidOperationException(),
    };

    private string Value(VocabularyNode node)
    {
        var value = node.Type switch
        {
            FactType.Email => $"{Word()}@canary.example",
            FactType.Phone => string.Create(CultureInfo.InvariantCulture, $"+44770098{++_count:0000}"),
            FactType.Url => $"https://{Word()}.example",
            FactType.Date => new DateOnly(1901, 1, 1).AddDays(7 * ++_count).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Word(),
        };
        var most = Vocabulary.Shipped.Find(node.Path)?.MaxLength ?? 200;
        if (value.Length > most) value = value[..most];
        (Vocabulary.Shipped.Classify(node.Path) == PersonalData.None ? Public : Classified).Add((node.Path, value));
        return value;
    }

    // Short, because some fields are; in capitals, because numbers are kept so.
    private string Word() => string.Create(CultureInfo.InvariantCulture, $"QZ{++_count}XJ");
}
