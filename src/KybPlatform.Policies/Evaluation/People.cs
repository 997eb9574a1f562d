using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One person around the business, with what every requirement asks about: place, name in verifications, roles. Null roles are not known.</summary>
internal sealed class Person(FactObject facts, int index)
{
    private readonly CelList? _roles = RolesOf(facts);

    public FactObject Facts => facts;

    /// <summary>How results name the person: by id where there is one, else by place.</summary>
    public string Path { get; } = People.PathOf(facts, "business", index);

    /// <summary>How verifications name the person; null without an id.</summary>
    public string? Subject { get; } = facts.Text("id") is { } id ? "people/" + id : null;

    /// <summary>Null when not known.</summary>
    public bool? HasRole(string role)
    {
        if (_roles is null) return null;
        foreach (var item in _roles.Items)
        {
            if (item is CelString text && text.Value == role) return true;
        }

        return false;
    }

    /// <summary>Whether the person owns of the business, as owner or partner, by a share that is given, or holds it all for others. Null when not known.</summary>
    public bool? IsOwner() =>
        _roles is null ? null : HasRole("owner") == true || HasRole("partner") == true || HasRole("trustee") == true || facts.Number("ownership_percent") > 0;

    private static CelList? RolesOf(FactObject facts) => facts.Find("roles") switch
    {
        CelList list => list,
        { Kind: CelKind.Null } => CelList.Empty,
        _ => null,
    };
}

/// <summary>
/// The people around a business, by role. A person whose roles are not known may be in any role: whoever must be checked is checked with them,
/// whoever is needed is not found in them.
/// </summary>
internal static class People
{
    private static readonly FactPath All = new("business.people");

    /// <summary>Null when not known; empty when there are known to be none. An entry that is no object makes all of it unknown.</summary>
    public static Person[]? Known(FactObject root)
    {
        switch (All.Read(root))
        {
            case { Kind: CelKind.Null }:
                return [];
            case CelList list when list.All(p => p is FactObject):
                return [.. list.Select((p, i) => new Person((FactObject)p, i))];
            default:
                return null;
        }
    }

    /// <summary>The derived list, unknown as soon as anybody's roles are.</summary>
    public static CelValue InRole(FactDocument facts, string role)
    {
        if (facts.People is not { } people) return CelUnknown.Of("business.people");
        var found = new List<CelValue>();
        foreach (var person in people)
        {
            var has = person.HasRole(role);
            if (has is null) return CelUnknown.Of(person.Facts.Path + ".roles");
            if (has.Value) found.Add(person.Facts);
        }

        return new CelList([.. found]);
    }

    public static string PathOf(FactObject person, string business, int index) =>
        person.Text("id") is { } id ? $"{business}.people[{id}]" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{business}.people[{index}]");
}
