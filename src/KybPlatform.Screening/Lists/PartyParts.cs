using KybPlatform.Screening.Lists.Ofac;

namespace KybPlatform.Screening.Lists;

/// <summary>
/// Collects what a list says about one party, in whatever order and however often it says it. Empty values are ignored, equal ones kept once.
/// </summary>
internal sealed class PartyParts(Action<string> unreadDate)
{
    private readonly List<ListAlias> _aliases = [];
    private readonly List<PartialDate> _births = [];
    private readonly SortedSet<string> _countries = new(StringComparer.Ordinal);
    private readonly List<ListIdentifier> _numbers = [];
    private readonly List<ListAddress> _addresses = [];

    public void Alias(string? name, bool weak = false)
    {
        if (!string.IsNullOrWhiteSpace(name))
            _aliases.Add(ListAlias.Of(name.Trim(), weak ? AliasStrength.Weak : AliasStrength.Strong));
    }

    public void Born(string? text)
    {
        if (text is null)
            return;
        if (PartialDate.TryParse(text, out var date))
            _births.Add(date);
        else
            unreadDate($"Date of birth '{text}' is not understood.");
    }

    public void Born(PartialDate date) => _births.Add(date);

    /// <summary>A date that is there and not understood.</summary>
    public void Unread(string text) => unreadDate($"Date of birth '{text}' is not understood.");

    public void Country(string? nameOrCode)
    {
        if (CountryNames.ToCode(nameOrCode) is { } code)
            _countries.Add(code);
    }

    /// <summary>A number under OFAC's word for its kind, such as <c>Passport</c> or <c>Tax ID No.</c>; kinds that identify nobody are left out.</summary>
    public void Number(string? type, string? value, string? country)
    {
        if (type is not null && value is not null && OfacNumbers.Read($"{type} {value}") is { } number)
            Known(number.Kind, number.Value, country);
    }

    public void Known(string kind, string? value, string? country)
    {
        if (!string.IsNullOrWhiteSpace(value))
            _numbers.Add(new ListIdentifier(kind, value.Trim(), CountryNames.ToCode(country)));
    }

    public void Address(IEnumerable<string?> street, IEnumerable<string?> city, string? country)
    {
        var (lines, town, code) = (Joined(street), Joined(city), CountryNames.ToCode(country));
        Country(country);
        if (lines is not null || town is not null || code is not null)
            _addresses.Add(new ListAddress(lines, town, code));
    }

    public ListEntity Entity(string listKey, string id, EntitySchema schema, string name) => new()
    {
        Id = id,
        ListKey = listKey,
        Schema = schema,
        Name = name,
        Aliases = [.. _aliases.Where(a => a.Name != name).Distinct()],
        BirthDates = [.. _births.Distinct()],
        Countries = [.. _countries],
        Identifiers = [.. _numbers.Distinct()],
        Addresses = [.. _addresses.Distinct()],
    };

    private static string? Joined(IEnumerable<string?> parts)
    {
        var given = parts.Where(p => !string.IsNullOrWhiteSpace(p)).Select(p => p!.Trim()).ToList();
        return given.Count == 0 ? null : string.Join(", ", given);
    }
}
