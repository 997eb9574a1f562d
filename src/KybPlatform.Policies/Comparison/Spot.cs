using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Comparison;

/// <summary>Two objects that are compared member by member: where they stand, and which words their members have there.</summary>
/// <param name="Context">What they are, such as <c>requirements/document/any_of</c>: finds the meanings of their members.</param>
/// <param name="Name">How phrases call them; null where they are the entry itself.</param>
internal sealed record Spot(string Part, string? Entry, string Context, string From, string To, string? Name)
{
    public Spot Item(string list, int from, int to, string? name) => this with
    {
        Context = $"{Context}/{list}",
        From = DocumentTree.Child(DocumentTree.Child(From, list), from),
        To = DocumentTree.Child(DocumentTree.Child(To, list), to),
        Name = name,
    };

    public PolicyDifference Changed(string member, JsonNode? before, JsonNode? after, PolicyEffect effect, string phrase)
    {
        var (from, to) = (DocumentTree.Child(From, member), DocumentTree.Child(To, member));
        var kind = before is null ? DifferenceKind.Added : after is null ? DifferenceKind.Removed : DifferenceKind.Changed;
        return new PolicyDifference(Part, Entry, kind, effect, before is null ? null : from, after is null ? null : to, before?.DeepClone(), after?.DeepClone(), phrase) { Place = from };
    }

    public PolicyDifference Added(string list, int index, JsonNode item, string? entry, PolicyEffect effect, string phrase) =>
        new(Part, Entry ?? entry, DifferenceKind.Added, effect, null, DocumentTree.Child(DocumentTree.Child(To, list), index), null, item.DeepClone(), phrase)
        {
            Place = DocumentTree.Child(From, list),
            Index = index,
        };

    public PolicyDifference Removed(string list, int index, JsonNode item, string? entry, PolicyEffect effect, string phrase)
    {
        var place = DocumentTree.Child(DocumentTree.Child(From, list), index);
        return new PolicyDifference(Part, Entry ?? entry, DifferenceKind.Removed, effect, place, null, item.DeepClone(), null, phrase) { Place = place };
    }

    /// <param name="before">The keys in the earlier order.</param>
    /// <param name="after">The keys in the later order, added ones included.</param>
    public PolicyDifference Reordered(string list, IEnumerable<string> before, IEnumerable<string> after)
    {
        var place = DocumentTree.Child(From, list);
        return new PolicyDifference(
            Part, Entry, DifferenceKind.Reordered, PolicyEffect.Neutral, place, DocumentTree.Child(To, list), Keys(before), Keys(after), "stands in another order")
        {
            Place = place,
        };
    }

    private static JsonArray Keys(IEnumerable<string> keys) => new([.. keys.Select(k => (JsonNode)k)]);
}
