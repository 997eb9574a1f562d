using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Lists.Un;

/// <summary>
/// Collects the names of one entry. The UN writes several names into one field: "A ; B", an acronym in brackets behind the name, a Latin
/// reading or "original script: …" in brackets. They are taken apart, so that each can be found by itself.
/// </summary>
internal sealed partial class UnAliases
{
    private readonly List<ListAlias> _aliases = [];
    private readonly EntitySchema _schema;

    public UnAliases(EntitySchema schema, ref string name)
    {
        _schema = schema;
        var names = Split(name).ToList();
        if (names.Count == 0)
            return;
        name = names[0].Name;
        foreach (var (other, bracketed) in names.Skip(1))
            AddOne(other, IsAcronym(other) && bracketed ? AliasStrength.Weak : AliasStrength.Strong);
    }

    public void Add(string? name, AliasStrength strength)
    {
        if (name is null)
            return;
        foreach (var (part, bracketed) in Split(name))
            AddOne(part, bracketed && IsAcronym(part) ? AliasStrength.Weak : strength);
    }

    public ImmutableArray<ListAlias> ToImmutable() => [.. _aliases.Distinct()];

    private void AddOne(string name, AliasStrength strength) => _aliases.Add(ListAlias.Of(name, strength));

    private IEnumerable<(string Name, bool Bracketed)> Split(string name)
    {
        foreach (var part in name.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var outside = Brackets().Replace(part, " ").Trim();
            if (outside.Length > 0)
                yield return (outside, false);
            foreach (Match inside in Brackets().Matches(part))
            {
                if (Readable(inside.Groups[1].Value) is { } text)
                    yield return (text, outside.Length > 0);
            }
        }
    }

    // In brackets stand other names, but also years, places and remarks: only acronyms of bodies and names in another script are taken.
    private string? Readable(string inside)
    {
        var text = OriginalScript().Replace(inside, "").Trim();
        if (text.Length < 2)
            return null;
        var acronym = _schema != EntitySchema.Person && IsAcronym(text);
        return acronym || Scripts.CodeOf(text) != "Latn" ? text : null;
    }

    private static bool IsAcronym(string text) => text.Length is >= 2 and <= 10 && text.All(c => char.IsUpper(c) || c is '-' or '.' or '/');

    [GeneratedRegex(@"\(([^()]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^\s*(?:original script|in arabic|previously[^:]*)\s*:\s*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OriginalScript();
}
