using System.Globalization;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>One natural person's share, over all ways it is held. With <see cref="ShareUnknown"/> the percentage is the least it can be.</summary>
internal sealed class BeneficialOwner(FactObject person, string path)
{
    public FactObject Person => person;
    public string Path => path;
    public decimal Percent { get; set; }
    public bool ShareUnknown { get; set; }
}

/// <summary>Who owns a business in the end, as far as the facts tell.</summary>
internal sealed class OwnershipGraph
{
    /// <summary>Deeper chains are left unexplained.</summary>
    private const int MaxDepth = 10;

    private const decimal Rounding = 0.01m;
    private readonly Dictionary<string, BeneficialOwner> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);
    private readonly List<string> _withoutShare = [];

    public IReadOnlyCollection<BeneficialOwner> Owners => _owners.Values;
    public IReadOnlyList<string> WithoutShare => _withoutShare;

    /// <summary>How many percent of the business are held by named persons.</summary>
    public decimal Explained { get; private set; }

    /// <summary>Where shares add up to more than everything, or a business owns itself; null where all is possible.</summary>
    public string? Impossible { get; private set; }

    public static OwnershipGraph Of(FactObject business)
    {
        var graph = new OwnershipGraph();
        graph.Walk(business, "business", 1m, 0);
        return graph;
    }

    private void Walk(FactObject business, string path, decimal share, int depth)
    {
        var identity = IdentityOf(business);
        if (identity is not null && !_onTheWay.Add(identity))
        {
            Impossible ??= path;
            return;
        }

        var total = Persons(business, path, share) + Businesses(business, path, share, depth);
        if (total > 100 + Rounding) Impossible ??= path;
        if (identity is not null) _onTheWay.Remove(identity);
    }

    private decimal Persons(FactObject business, string path, decimal share)
    {
        var total = 0m;
        if (business.List("people") is not { } people) return total;
        for (var i = 0; i < people.Count; i++)
        {
            if (people[i] is not FactObject person) continue;
            var percent = ShareOf(person, path);
            if (percent == 0 || (percent is null && IsNoOwner(person))) continue;
            var owner = OwnerOf(person, PathOf(person, path, i));
            if (percent is null) Unknown(owner);
            else (owner.Percent, Explained, total) = (owner.Percent + share * percent.Value, Explained + share * percent.Value, total + percent.Value);
        }

        return total;
    }

    /// <summary>No share is given, and the person is known not to be an owner: by role, or because the share is known to be none.</summary>
    private static bool IsNoOwner(FactObject person) => People.HasRole(person, "owner") switch
    {
        true => false,
        false => true,
        null => person.Find("ownership_percent") is { Kind: CelKind.Null },
    };

    private void Unknown(BeneficialOwner owner)
    {
        owner.ShareUnknown = true;
        _withoutShare.Add(owner.Path + ".ownership_percent");
    }

    private decimal Businesses(FactObject business, string path, decimal share, int depth)
    {
        var total = 0m;
        if (business.List("owned_by") is not { } owners) return total;
        for (var i = 0; i < owners.Count; i++)
        {
            if (owners[i] is not FactObject owner) continue;
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}.owned_by[{i}]");
            if (ShareOf(owner, at) is not { } percent)
            {
                _withoutShare.Add(at + ".ownership_percent");
                continue;
            }

            total += percent;
            if (depth < MaxDepth) Walk(owner, at, share * percent / 100, depth + 1);
        }

        return total;
    }

    /// <summary>Null when not given. A share below 0 or above 100 percent is impossible.</summary>
    private decimal? ShareOf(FactObject owner, string path)
    {
        if (owner.Number("ownership_percent") is not { } percent) return null;
        if (percent is >= 0 and <= 100) return (decimal)percent;
        Impossible ??= path;
        return 0;
    }

    private BeneficialOwner OwnerOf(FactObject person, string path)
    {
        var key = person.Text("id") is { } id ? "id " + id : NameOf(person) ?? path;
        if (!_owners.TryGetValue(key, out var owner)) _owners[key] = owner = new BeneficialOwner(person, path);
        return owner;
    }

    /// <summary>Without an id only the same full name and date of birth make the same person.</summary>
    private static string? NameOf(FactObject person) =>
        person.Text("given_name") is { } given && person.Text("family_name") is { } family && person.Seconds("date_of_birth") is { } birth
            ? string.Create(CultureInfo.InvariantCulture, $"{given}\n{family}\n{birth}")
            : null;

    private static string? IdentityOf(FactObject business)
    {
        if (business.List("identifiers") is not { Count: > 0 } identifiers || identifiers[0] is not FactObject first) return null;
        return first.Text("scheme") is { } scheme && first.Text("value") is { } value ? scheme + " " + value : null;
    }

    private static string PathOf(FactObject person, string path, int index) =>
        person.Text("id") is { } id ? $"{path}.people[{id}]" : string.Create(CultureInfo.InvariantCulture, $"{path}.people[{index}]");
}
