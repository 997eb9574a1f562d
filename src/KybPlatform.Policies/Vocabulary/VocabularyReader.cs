using System.Text.Json.Nodes;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Reads the vocabulary file: shapes and likenesses are written out, so that every path stands for itself afterwards.</summary>
internal static class VocabularyReader
{
    public static Vocabulary ReadShipped()
    {
        using var stream = typeof(VocabularyReader).Assembly.GetManifestResourceStream("vocabulary/vocabulary.yaml")
            ?? throw new InvalidOperationException("The vocabulary is not part of this build.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }

    /// <summary>Throws <see cref="FormatException"/> with everything that is wrong: a build with a broken vocabulary must not start.</summary>
    public static Vocabulary Read(string yaml)
    {
        var tree = YamlText.Parse(yaml);
        var entries = tree.Root is JsonObject root ? Entries(new ObjectReader(root, "", tree)) : [];
        if (tree.Issues.Count > 0) throw new FormatException("The vocabulary is broken: " + string.Join("; ", tree.Issues));
        return new Vocabulary(entries);
    }

    private static List<VocabularyEntry> Entries(ObjectReader root)
    {
        root.Whole("version", 1, required: true);
        var shapes = new Dictionary<string, List<VocabularyEntry>>(StringComparer.Ordinal);
        foreach (var (name, members) in Objects(root.Object("shapes")))
            shapes[name] = [.. Objects(members).Select(m => Entry(m.Name, m.Reader, PersonalData.None, inherits: true))];
        var entries = new List<VocabularyEntry>();
        foreach (var (path, reader) in Objects(root.Object("paths", required: true))) Add(path, reader, shapes, entries);
        root.Close();
        return entries;
    }

    private static void Add(string path, ObjectReader reader, Dictionary<string, List<VocabularyEntry>> shapes, List<VocabularyEntry> entries)
    {
        var shape = reader.Text("shape");
        var like = reader.Text("like");
        var own = Entry(path, reader, PersonalData.None, inherits: like is not null);
        if (like is not null) own = own with { PersonalData = entries.Find(e => e.Path == like)?.PersonalData ?? Unknown(reader, "like", like) };
        if (own.DerivedFrom == Inherits) own = own with { DerivedFrom = null };
        entries.Add(own);
        if (shape is not null && !shapes.ContainsKey(shape)) Unknown(reader, "shape", shape);
        foreach (var member in shape is null ? [] : shapes.GetValueOrDefault(shape) ?? [])
            entries.Add(member with { Path = $"{path}.{member.Path}", PersonalData = member.DerivedFrom == Inherits ? own.PersonalData : member.PersonalData, DerivedFrom = own.DerivedFrom });
        if (like is null) return;
        var copied = entries.Where(e => e.Path.StartsWith(like + ".", StringComparison.Ordinal)).ToList();
        entries.AddRange(copied.Select(e => e with { Path = path + e.Path[like.Length..], DerivedFrom = e.Path }));
    }

    /// <summary>Marks members of a shape that take the class of the path they stand under.</summary>
    private const string Inherits = "\0inherits";

    private static VocabularyEntry Entry(string path, ObjectReader r, PersonalData otherwise, bool inherits)
    {
        var given = r.Choice<PersonalData>("personal_data", required: !inherits);
        var type = r.Choice<FactType>("type") ?? FactType.Object;
        var derived = r.Text("derived_from");
        var entry = new VocabularyEntry(
            path, type, given ?? otherwise, r.Text("label", required: true) ?? "", r.Text("help"), r.Whole("max_length", 1), r.Texts("values"),
            given is null && inherits && derived is null ? Inherits : derived);
        r.Close();
        return entry;
    }

    private static PersonalData Unknown(ObjectReader reader, string name, string value)
    {
        reader.Refuse(name, "unknown_value", $"There is no '{value}' before this.");
        return PersonalData.Personal;
    }

    private static IEnumerable<(string Name, ObjectReader Reader)> Objects(ObjectReader? parent)
    {
        if (parent is null) yield break;
        foreach (var (name, _) in parent.Members())
        {
            if (parent.Object(name) is { } child) yield return (name, child);
        }
    }
}
