using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One subject of a verification: how answers name it, its facts, and where those stand.</summary>
internal readonly record struct Subject(string? Id, FactObject? Facts, string Path);

/// <summary>
/// Who is meant by a word such as <c>owners</c>, which is whoever owns or holds the business, whatever the role is called. Persons whose roles are not known are meant by every role: nobody gets out of a check because somebody left out what they are.
/// </summary>
internal static class Subjects
{
    /// <summary>False when it is not known who is meant; <paramref name="unknown"/> is then the fact that would tell.</summary>
    public static bool TryFind(EvaluationContext context, string word, List<Subject> found, out string unknown)
    {
        unknown = "applicant";
        if (word == "applicant")
        {
            if (context.Applicant is null) return false;
            word = context.Applicant;
        }

        var slash = word.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0) return Evidence(context, word, word[..slash], word[(slash + 1)..], found);
        if (word is not ("business" or "individual")) return Persons(context, word, found, out unknown);
        if (context.Applicant is { } applicant && applicant != word) return true;
        if (context.Applicant is null) return false;
        found.Add(new Subject(word, context.Root.Object(word), word));
        return true;
    }

    private static bool Evidence(EvaluationContext context, string word, string kind, string name, List<Subject> found)
    {
        var facts = kind == "documents" ? context.Root.Object("documents")?.Object(name) : null;
        found.Add(new Subject(word, facts, kind == "documents" ? "documents." + name : $"business.identifiers[{name}]"));
        return true;
    }

    private static bool Persons(EvaluationContext context, string word, List<Subject> found, out string unknown)
    {
        unknown = "business.people";
        if (context.Applicant == "individual") return true;
        if (context.Facts.People is not { } people) return false;
        var role = RoleOf(word);
        foreach (var person in people)
        {
            if (role is null || (role == "owner" ? person.IsOwner() : person.HasRole(role)) != false) found.Add(new Subject(person.Subject, person.Facts, person.Path));
        }

        return true;
    }

    /// <summary>Null means everybody.</summary>
    public static string? RoleOf(string word) => word switch
    {
        "people" => null,
        "owners" => "owner",
        "representatives" => "authorized_representative",
        _ => word,
    };
}
