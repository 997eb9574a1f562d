using System.Collections.Immutable;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Addresses;

/// <summary>
/// What the addresses of one query say about listed parties. The only evidence that lifts a score, and by little: a name that agrees nearly enough is a match
/// when the party has the same door. Another town lowers it less than another country would; a party may have more addresses than a list knows.
/// </summary>
internal sealed class AddressEvidence(ImmutableArray<GivenAddress> given)
{
    /// <summary>The most that a score is multiplied by.</summary>
    public const double Most = 1.05;

    private const double SamePostalCode = 1.02;
    private const double SameTown = 1.01;
    private const double OtherTown = 0.98;

    private readonly ImmutableArray<AddressWords> _given = [.. given.Select(AddressWords.Of)];
    private readonly Dictionary<int, double> _known = [];

    public bool IsEmpty => _given.IsEmpty;

    /// <summary>The factor of a listed party, which is found by several of its names.</summary>
    /// <param name="number">Tells the parties of an index apart.</param>
    public double Of(int number, ListEntity entity)
    {
        if (IsEmpty || entity.Addresses.IsEmpty)
            return 1;
        if (!_known.TryGetValue(number, out var factor))
            _known[number] = factor = Factor(Best(entity.Addresses).Agreement);
        return factor;
    }

    /// <summary>Null where the addresses say nothing.</summary>
    public ScorePiece? Explain(ListEntity entity)
    {
        if (IsEmpty || entity.Addresses.IsEmpty)
            return null;
        var (agreement, own, listed) = Best(entity.Addresses);
        var (mine, theirs) = (Written(given[own]), Written(entity.Addresses[listed]));
        var why = agreement switch
        {
            AddressAgreement.SameStreet => $"{mine} is in the same street as {theirs}",
            AddressAgreement.SamePostalCode => $"{mine} has the same postal code as {theirs}",
            AddressAgreement.SameTown => $"{mine} is in the same town as {theirs}",
            AddressAgreement.OtherTown => $"{mine} is in another town than {theirs}",
            AddressAgreement.Unknown or AddressAgreement.Elsewhere => null,
        };
        return why is null ? null : new ScorePiece("address", Factor(agreement), 1, why);
    }

    private (AddressAgreement Agreement, int Own, int Listed) Best(ImmutableArray<ListAddress> addresses)
    {
        var best = (Agreement: AddressAgreement.Elsewhere, Own: 0, Listed: 0);
        for (var listed = 0; listed < addresses.Length; listed++)
        {
            var words = AddressWords.Of(addresses[listed]);
            for (var own = 0; own < _given.Length; own++)
            {
                var agreement = AddressAgreements.Between(_given[own], words);
                if (agreement > best.Agreement)
                    best = (agreement, own, listed);
            }
        }
        return best;
    }

    private static double Factor(AddressAgreement agreement) => agreement switch
    {
        AddressAgreement.SameStreet => Most,
        AddressAgreement.SamePostalCode => SamePostalCode,
        AddressAgreement.SameTown => SameTown,
        AddressAgreement.OtherTown => OtherTown,
        AddressAgreement.Unknown or AddressAgreement.Elsewhere => 1,
    };

    private static string Written(GivenAddress address) => Written([address.Street, address.PostalCode, address.City, address.Country]);

    private static string Written(ListAddress address) => Written([address.Street, address.City, address.Country]);

    private static string Written(IEnumerable<string?> parts) => string.Join(", ", parts.Where(p => !string.IsNullOrWhiteSpace(p)));
}
