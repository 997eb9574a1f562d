using System.Xml.Linq;
using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>The value sets of an advanced file: what an id means, by kind of value.</summary>
internal sealed class AdvancedReferences
{
    private readonly Dictionary<(string Kind, string Id), XElement> _values = [];

    /// <summary>The text of a value; null for an id that the file does not explain.</summary>
    public string? this[string kind, string? id] => Find(kind, id)?.Value.Trim();

    public void Add(XElement sets)
    {
        foreach (var value in sets.Elements().SelectMany(s => s.Elements()))
        {
            if (value.Given("ID") is { } id)
                _values[(value.Name.LocalName, id)] = value;
        }
    }

    /// <summary>A party's kind stands in its type, but for vessels and aircraft in its subtype.</summary>
    public string? PartyKind(string? subType)
    {
        var value = Find("PartySubType", subType);
        var type = this["PartyType", value?.Given("PartyTypeID")];
        return type is "Transport" ? value!.Value.Trim() : type;
    }

    private XElement? Find(string kind, string? id) => id is null ? null : _values.GetValueOrDefault((kind, id));
}

/// <summary>A place of an advanced file.</summary>
internal sealed record AdvancedPlace(IReadOnlyList<string> Street, IReadOnlyList<string> City, string? Country)
{
    public static AdvancedPlace Read(XElement place, AdvancedReferences references)
    {
        var parts = place.Children("LocationPart").ToLookup(p => references["LocPartType", p.Given("LocPartTypeID")]?.ToUpperInvariant(), p => p.Child("LocationPartValue")?.Text("Value"));
        return new AdvancedPlace(
            [.. parts["ADDRESS1"].Concat(parts["ADDRESS2"]).Concat(parts["ADDRESS3"]).OfType<string>()],
            [.. parts["CITY"].Concat(parts["STATE/PROVINCE"]).Concat(parts["POSTAL CODE"]).OfType<string>()],
            references["Country", place.Child("LocationCountry")?.Given("CountryID")]);
    }
}
