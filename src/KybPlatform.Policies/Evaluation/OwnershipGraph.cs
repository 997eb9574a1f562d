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
    private readonly List<BeneficialOwner> _owners = [];
    private readonly List<FactObject> _onTheWay = [];
    private List<string>? _withoutShare;
    private IReadOnlyList<string> _exempt = [];

    public List<BeneficialOwner> Owners => _owners;

    /// <summary>Paths of the shares that should be known and are not.</summary>
    public IReadOnlyList<string> WithoutShare => _withoutShare ?? (IReadOnlyList<string>)[];

    /// <summary>How many percent of the business are held by named persons, or by businesses that are exempt.</summary>
    public decimal Explained { get; private set; }

    /// <summary>Where shares add up to more than everything, or a business owns itself; null where all is possible.</summary>
    public string? Impossible { get; private set; }

    /// <param name="exempt">Owning businesses that are left alone: what they hold is explained.</param>
    public static OwnershipGraph Of(FactObject business, IReadOnlyList<string>? exempt = null)
    {
        var graph = new OwnershipGraph { _exempt = exempt ?? [] };
        graph.Walk(business, "business", 1m, 0);
        return graph;
    }

    private void Walk(FactObject business, string path, decimal share, int depth)
    {
        foreach (var above in _onTheWay)
        {
            if (!SameBusiness(above, business)) continue;
            Impossible ??= path;
            return;
        }

        _onTheWay.Add(business);
        var total = Persons(business, path, share) + Businesses(business, path, share, depth);
        if (total > 100 + Rounding) Impossible ??= path;
        _onTheWay.RemoveAt(_onTheWay.Count - 1);
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
            var owner = OwnerOf(person, path, i);
            if (percent is null) Unknown(owner);
            else (owner.Percent, Explained, total) = (owner.Percent + share * percent.Value, Explained + share * percent.Value, total + percent.Value);
        }

        return total;
    }

    /// <summary>No share is given, and the person is known not to be an owner: by role, or because the share is known to be none.</summary>
    private static bool IsNoOwner(FactObject person) => new Person(person, 0).HasRole("owner") switch
    {
        true => false,
        false => true,
        null => person.Find("ownership_percent") is { Kind: CelKind.Null },
    };

    private void Unknown(BeneficialOwner owner)
    {
        owner.ShareUnknown = true;
        (_withoutShare ??= []).Add(owner.Path + ".ownership_percent");
    }

    private decimal Businesses(FactObject business, string path, decimal share, int depth)
    {
        var total = 0m;
        var given = business.Find("owned_by");
        if (given is not CelList owners)
        {
            if (given is not null and not { Kind: CelKind.Null }) Impossible ??= path + ".owned_by";
            return total;
        }

        for (var i = 0; i < owners.Count; i++)
        {
            if (owners[i] is not FactObject owner)
            {
                Impossible ??= path + ".owned_by";
                continue;
            }

            var at = string.Create(CultureInfo.InvariantCulture, $"{path}.owned_by[{i}]");
            if (ShareOf(owner, at) is not { } percent)
            {
                (_withoutShare ??= []).Add(at + ".ownership_percent");
                continue;
            }

            total += percent;
            if (OwnershipExemptions.Of(owner, _exempt) is not null)
            {
                Explained += share * percent;
                continue;
            }

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

    private BeneficialOwner OwnerOf(FactObject person, string business, int index)
    {
        foreach (var known in _owners)
        {
            if (SamePerson(known.Person, person)) return known;
        }

        var owner = new BeneficialOwner(person, People.PathOf(person, business, index));
        _owners.Add(owner);
        return owner;
    }

    /// <summary>Without an id only the same full name and date of birth make the same person.</summary>
    private static bool SamePerson(FactObject a, FactObject b)
    {
        if (a.Text("id") is { } id) return id == b.Text("id");
        return a.Text("given_name") is { } given && given == b.Text("given_name") && a.Text("family_name") is { } family && family == b.Text("family_name")
            && a.Seconds("date_of_birth") is { } birth && birth == b.Seconds("date_of_birth");
    }

    /// <summary>The same first identifier makes the same business.</summary>
    private static bool SameBusiness(FactObject a, FactObject b) =>
        FirstIdentifier(a) is { } x && FirstIdentifier(b) is { } y
        && x.Text("value") is { } value && value == y.Text("value") && x.Text("scheme") is { } scheme && scheme == y.Text("scheme");

    private static FactObject? FirstIdentifier(FactObject business) => business.List("identifiers") is { Count: > 0 } list ? list[0] as FactObject : null;
}
