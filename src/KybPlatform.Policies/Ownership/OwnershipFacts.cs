using System.Globalization;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Ownership;

/// <summary>Makes a network of the facts of a business: its people with shares, and the businesses that own it with theirs.</summary>
public static class OwnershipFacts
{
    /// <summary>The id of the business itself.</summary>
    public const string Business = "business";

    private const int MostSteps = 12;

    /// <summary>Null where the facts hold no business.</summary>
    public static OwnershipNetwork? Of(FactDocument facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Root.Object("business") is not { } business) return null;
        var (parties, interests) = (new Dictionary<string, OwnershipParty>(StringComparer.Ordinal), new List<OwnershipInterest>());
        parties[Business] = new OwnershipParty(Business, PartyKind.Business, business.Text("legal_name"));
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (IdentifierOf(business) is { } own) known[own] = Business;
        Add(business, Business, Business, 0);
        return new OwnershipNetwork([.. parties.Values], interests);

        void Add(FactObject held, string id, string path, int depth)
        {
            foreach (var (person, i) in Objects(held.List("people")))
            {
                var (percent, isOwner) = (Share(person), new Person(person, 0).HasRole("owner") == true);
                if (percent is null && !isOwner) continue;
                if (percent == 0) continue;
                var who = person.Text("id") ?? string.Create(CultureInfo.InvariantCulture, $"{path}.people[{i}]");
                parties.TryAdd(who, new OwnershipParty(who, PartyKind.Person, $"{person.Text("given_name")} {person.Text("family_name")}".Trim() is { Length: > 0 } name ? name : null));
                interests.Add(new OwnershipInterest(id, [who], InterestKind.Shareholding, percent, percent));
            }
            foreach (var (owner, i) in Objects(held.List("owned_by")))
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"{path}.owned_by[{i}]");
                var number = IdentifierOf(owner);
                var met = number is not null && known.TryGetValue(number, out var same) ? same : null;
                var who = met ?? number ?? at;
                if (number is not null) known.TryAdd(number, who);
                parties.TryAdd(who, new OwnershipParty(who, owner.Text("type") == "trust" ? PartyKind.Trust : PartyKind.Business, owner.Text("legal_name"), OwnershipExemptions.Of(owner, [OwnershipExemptions.Listed]) is not null));
                interests.Add(new OwnershipInterest(id, [who], InterestKind.Shareholding, Share(owner), Share(owner)));
                if (met is null && depth < MostSteps) Add(owner, who, at, depth + 1);
            }
        }
    }

    private static IEnumerable<(FactObject Item, int Index)> Objects(CelList? list) => list is null ? [] : list.Select((v, i) => (Item: v as FactObject, Index: i)).Where(p => p.Item is not null).Select(p => (p.Item!, p.Index));

    private static decimal? Share(FactObject holder) => holder.Number("ownership_percent") is { } percent and >= 0 and <= 100 ? (decimal)percent : null;

    private static string? IdentifierOf(FactObject business) =>
        business.List("identifiers") is { Count: > 0 } list && list[0] is FactObject first && first.Text("scheme") is { } scheme && first.Text("value") is { } value ? $"{scheme} {value}" : null;
}
