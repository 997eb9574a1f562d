using System.Globalization;
using System.Text;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies.Pages;

/// <summary>One requirement as a line that a reviewer reads. No markup but the condition, which stands as it is written.</summary>
internal static class RequirementLine
{
    public static string Of(Requirement requirement)
    {
        var line = new StringBuilder(Asked(requirement));
        if (requirement.When is { } when) line.Append(CultureInfo.InvariantCulture, $", where `{when}`");
        if (requirement is VerificationRequirement or IdentifierRequirement && requirement.WhenUnavailable == WhenUnavailable.SkipWithNote) line.Append(" (noted where no register is connected)");
        return line.ToString();
    }

    private static string Asked(Requirement requirement) => requirement switch
    {
        FieldRequirement field => (field.Title ?? string.Join(" or ", field.Paths.Select(Label))) + Bounds(field),
        IdentifierRequirement identifier => $"{identifier.Title ?? "Number"}: {string.Join(" or ", identifier.Schemes)} ({string.Join(", ", identifier.Checks)})",
        DocumentRequirement paper => $"{Title(paper)}: {string.Join(" or ", paper.AnyOf.Select(Paper))}",
        PersonRequirement person => $"{Title(person)}: {Words(person.Fields)}" + (person.MinAge is { } age ? $", at least {age} years old" : ""),
        OwnershipRequirement owners => string.Create(CultureInfo.InvariantCulture, $"Owners of {owners.ThresholdPercent} percent or more: {Words(owners.Fields)}") + (owners.UnknownAllowed ? ", an unexplained rest is noted" : "")
            + (owners.ControlRoles.Count > 0 ? $"; whoever controls without a share: {Words(owners.ControlRoles)}" : "") + (owners.Exempt.Count > 0 ? $"; not asked of: {Words(owners.Exempt)}" : ""),
        AddressRequirement address => (address.Title ?? string.Join(" or ", address.Paths.Select(Label))) + Place(address),
        VerificationRequirement check => $"Check: {check.Title ?? check.Type.Replace('_', ' ')} ({string.Join(", ", check.Checks)})",
        ConsistencyRequirement consistency => consistency.Title ?? $"`{consistency.Expr}`",
        AttestationRequirement attestation => $"Declaration: {attestation.Text}",
        RestrictionRequirement restriction => restriction.Text ?? restriction.Title ?? $"`{restriction.Expr}`",
        PrerequisiteRequirement prerequisite => $"{Title(prerequisite)} comes first",
        _ => Title(requirement),
    };

    private static string Title(Requirement requirement) => requirement.Title ?? Sentence(requirement.Key);

    private static string Sentence(string key) => char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');

    private static string Label(string path) => Vocabulary.Shipped.Find(path)?.Label ?? Vocabulary.Shipped.Find(path + "[]")?.Label ?? path;

    private static string Words(IEnumerable<string> fields) => string.Join(", ", fields.Select(f => f.Replace('_', ' ')));

    private static string Paper(DocumentAlternative paper)
    {
        var limits = new List<string>();
        if (paper.MaxAgeDays is { } days) limits.Add(string.Create(CultureInfo.InvariantCulture, $"at most {days} days old"));
        if (paper.Expires) limits.Add("in force");
        if (paper.Evidence != EvidenceLevel.Claimed) limits.Add(paper.Evidence == EvidenceLevel.Extracted ? "read by a machine" : "read by a person");
        var name = DocumentTypes.Shipped.Find(paper.Type)?.Label ?? paper.Type;
        return char.ToLowerInvariant(name[0]) + name[1..] + (limits.Count == 0 ? "" : $" ({string.Join(", ", limits)})");
    }

    private static string Place(AddressRequirement address) => address.Scope switch
    {
        AddressScope.Any => address.Countries.Count > 0 ? $", in {string.Join(" or ", address.Countries)}" : "",
        AddressScope.InCountry => ", in the country",
        AddressScope.InArea => ", in the area",
        AddressScope.Foreign => ", outside the country",
    };

    private static string Bounds(FieldRequirement field)
    {
        var bounds = new List<string>();
        if (Range(field.MinItems, field.MaxItems) is { } items) bounds.Add(items);
        if (Range(field.MinLength, field.MaxLength) is { } length) bounds.Add(length + " characters");
        if (field.Pattern is { } pattern) bounds.Add($"as `{pattern}`");
        return bounds.Count == 0 ? "" : ", " + string.Join(", ", bounds);
    }

    private static string? Range(int? least, int? most) => (least, most) switch
    {
        (null, null) => null,
        ({ } a, null) => string.Create(CultureInfo.InvariantCulture, $"at least {a}"),
        (null, { } b) => string.Create(CultureInfo.InvariantCulture, $"at most {b}"),
        ({ } a, { } b) => string.Create(CultureInfo.InvariantCulture, $"{a} to {b}"),
    };
}
