using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KybPlatform.Policies.Documents;

/// <summary>From JSON nodes to <see cref="PolicyDocument"/>. Everything wrong is reported, not the first thing only.</summary>
internal static partial class PolicyReader
{
    /// <summary>Of each list of entries. Far above any real policy; what is done for every pair of entries stays quick.</summary>
    private const int MostEntries = 2_000;

    public static PolicyDocument Read(JsonObject json, DocumentTree tree)
    {
        var r = new ObjectReader(json, "", tree);
        var document = new PolicyDocument
        {
            Key = PolicyKey(r, "key", r.Text("key", required: true)) ?? "",
            Version = r.Whole("version", least: 1, required: true) ?? 1,
            // What lies over a document of the pack has its title and scope.
            Title = r.Text("title", required: !r.Has("overlays"), maxLength: 200) ?? "",
            Description = r.Text("description"),
            IsBase = r.Bool("base") ?? false,
            Scope = Scope(r.Object("scope")),
            Extends = [.. r.Texts("extends").Where(k => PolicyKey(r, "extends", k) is not null)],
            Overlays = Overlaid(r),
            NotOffered = r.Bool("not_offered") ?? false,
            Certainty = r.Choice<Certainty>("certainty") ?? Certainty.Documented,
            Sources = SourceReader.Read(r),
            Requirements = Entries(r, "requirements", RequirementReader.Read),
            Rules = Entries(r, "rules", RuleReader.Rule),
            Risk = Entries(r, "risk", RuleReader.Risk),
            Thresholds = RuleReader.Thresholds(r.Object("thresholds")),
            Tables = Entries(r, "tables", TableReader.Read),
            Registration = Registration(r.Object("registration")),
            Review = Review(r.Object("review")),
            Tests = TestReader.Read(r, hasBases: json.ContainsKey("extends") || json.ContainsKey("overlays")),
            Json = json,
        };
        if (document.IsBase && document.Scope != PolicyScope.Everything) r.Refuse("scope", "base_with_scope", "A base is reached through extends, not by scope.");
        r.Close();
        return document;
    }

    /// <summary>An overlay takes the place of what it lies over, so it has the same key.</summary>
    private static string? Overlaid(ObjectReader r)
    {
        if (PolicyKey(r, "overlays", r.Text("overlays")) is not { } overlaid) return null;
        if (r.Text("key") is { } key && key != overlaid) r.Refuse("overlays", "overlay_of_another_key", $"'{key}' cannot take the place of '{overlaid}': an overlay has the key that it overlays.");
        return overlaid;
    }

    /// <summary>Entries are told apart by key; removals say what a base's entry is no longer asked, and leave nothing to read here.</summary>
    private static List<T> Entries<T>(ObjectReader r, string name, Func<ObjectReader, string, T?> read) where T : class
    {
        var result = new List<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in r.Objects(name, most: MostEntries))
        {
            var key = entry.Text("key", required: true);
            if (key is null) continue;
            if (!EntryKey().IsMatch(key)) entry.Refuse("key", "malformed_key", "Keys are lower-case words joined by underscores.");
            if (!seen.Add(key)) entry.Refuse("key", "duplicate_entry", $"'{key}' is already an entry of {name}.");
            if (entry.Has("remove")) Removal(entry);
            else if (read(entry, key) is { } item) result.Add(item);
        }

        return result;
    }

    private static void Removal(ObjectReader entry)
    {
        if (entry.Bool("remove") == false) entry.Refuse("remove", "wrong_type", "Only true says something.");
        entry.Close();
    }

    private static PolicyScope Scope(ObjectReader? r)
    {
        if (r is null) return PolicyScope.Everything;
        var scope = new PolicyScope(
            Country: r.Text("country"), Region: r.Text("region"), SenderType: r.Text("sender_type"), Applicant: r.OneOf("applicant", ["business", "individual"]),
            UseCase: r.Text("use_case"), Origin: r.OneOf("origin", ["domestic", "international"]), Purpose: r.Text("purpose"),
            Fallback: r.Bool("fallback") ?? false);
        if (scope.Country is { } country && !Country().IsMatch(country)) r.Refuse("country", "malformed_country", "A country is two capital letters (ISO 3166-1).");
        if (scope is { Country: not null, Region: not null }) r.Refuse("region", "country_and_region", "A scope names a country or a region, not both.");
        if (scope.Region is { } region && !CountryGroups.Shipped.IsKnown(region))
            r.Refuse("region", "unknown_region", $"'{region}' is not a known country group.", NearestName.Of(region, CountryGroups.Shipped.Names));
        r.Close();
        return scope;
    }

    private static RegistrationTerms Registration(ObjectReader? r)
    {
        if (r is null) return new RegistrationTerms(null, null);
        var terms = new RegistrationTerms(
            r.Whole("valid_for_days", least: 1), r.Whole("grace_days_on_change"), r.Choice<DownstreamRegistration>("downstream"), r.Whole("processing_working_days", least: 1));
        r.Close();
        return terms;
    }

    private static ReviewTerms Review(ObjectReader? r)
    {
        if (r is null) return ReviewTerms.None;
        var terms = new ReviewTerms(r.Bool("four_eyes") ?? false);
        r.Close();
        return terms;
    }

    internal static string? PolicyKey(ObjectReader r, string name, string? key)
    {
        if (key is null || Key().IsMatch(key)) return key;
        r.Refuse(name, "malformed_key", $"'{key}' is no policy key: lower-case words joined by dots and underscores.");
        return null;
    }

    [GeneratedRegex("^[a-z0-9_]+(\\.[a-z0-9_]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex EntryKey();

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Country();
}
