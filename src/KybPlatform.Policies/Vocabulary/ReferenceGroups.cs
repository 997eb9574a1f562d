using System.Collections.Frozen;

namespace KybPlatform.Policies;

/// <summary>A named group of countries or industries.</summary>
/// <param name="Name">As expressions and scopes write it: <c>EU</c>.</param>
/// <param name="Source">Who defines it, in which document.</param>
/// <param name="AsOf">The year in which the members were those.</param>
public sealed record ReferenceGroup(string Name, string Title, string Source, int AsOf, FrozenSet<string> Members);

/// <summary>Named groups that ship with the platform, and who is in them.</summary>
public sealed class ReferenceGroups
{
    private readonly FrozenDictionary<string, ReferenceGroup> _groups;

    internal ReferenceGroups(IEnumerable<ReferenceGroup> groups) => _groups = groups.ToFrozenDictionary(g => g.Name, StringComparer.Ordinal);

    public IEnumerable<ReferenceGroup> All => _groups.Values.OrderBy(g => g.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => _groups.Keys.Order(StringComparer.Ordinal);

    public bool IsKnown(string group) => _groups.ContainsKey(group);

    /// <summary>Null when the group is not known.</summary>
    public bool? Contains(string group, string member) => _groups.TryGetValue(group, out var found) ? found.Members.Contains(member) : null;

    /// <summary>How many belong to it; 0 when the group is not known.</summary>
    public int SizeOf(string group) => _groups.TryGetValue(group, out var found) ? found.Members.Count : 0;

    internal static ReferenceGroup Of(string name, string title, string source, int asOf, string members) => new(name, title, source, asOf, members.Split(' ').ToFrozenSet(StringComparer.Ordinal));
}
