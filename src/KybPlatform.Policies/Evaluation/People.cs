using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// The people around a business, by role. A person whose roles are not known may be in any role: whoever must be checked is checked with them,
/// whoever is needed is not found in them.
/// </summary>
internal static class People
{
    private static readonly FactPath All = new("business.people");

    /// <summary>Null when not known; empty when there are known to be none.</summary>
    public static CelList? Known(FactDocument facts) => All.Read(facts.Root) switch
    {
        CelList list => list,
        { Kind: CelKind.Null } => CelList.Empty,
        _ => null,
    };

    public static bool? HasRole(FactObject person, string role)
    {
        if (person.Find("roles") is not CelList roles) return person.Find("roles") is { Kind: CelKind.Null } ? false : null;
        foreach (var item in roles)
        {
            if (item is CelString text && text.Value == role) return true;
        }

        return false;
    }

    /// <summary>The derived list, unknown as soon as anybody's roles are.</summary>
    public static CelValue InRole(FactDocument facts, string role)
    {
        if (Known(facts) is not { } people) return CelUnknown.Of("business.people");
        var found = new List<CelValue>();
        foreach (var item in people)
        {
            if (item is not FactObject person) return CelUnknown.Of("business.people");
            var has = HasRole(person, role);
            if (has is null) return CelUnknown.Of(person.Path + ".roles");
            if (has.Value) found.Add(person);
        }

        return new CelList([.. found]);
    }

    /// <summary>How results name a person: by id where there is one, else by place.</summary>
    public static string PathOf(FactObject person, int index) =>
        person.Text("id") is { } id ? $"business.people[{id}]" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"business.people[{index}]");

    /// <summary>How verifications name a person; null without an id.</summary>
    public static string? SubjectOf(FactObject person) => person.Text("id") is { } id ? "people/" + id : null;
}
