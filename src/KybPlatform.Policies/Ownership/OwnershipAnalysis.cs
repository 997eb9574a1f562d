namespace KybPlatform.Policies.Ownership;

/// <summary>
/// Finds who owns or controls a business in the end. Shares are multiplied along each way and added over all ways (31 CFR 1010.230; Directive (EU) 2015/849, article
/// 3(6)); businesses that hold each other are counted to the end of the series that this makes; control is passed on undiluted through whatever is controlled. Pure and
/// bounded: a network of any shape ends.
/// </summary>
public sealed class OwnershipAnalysis
{
    private const int MostRounds = 400;
    private const double Settled = 1e-9;
    private readonly Dictionary<string, OwnershipParty> _parties;
    private readonly ILookup<string, OwnershipInterest> _held;
    private readonly string _subject;
    private readonly bool _exemptsListed;
    private readonly OwnershipWays _ways;

    private OwnershipAnalysis(OwnershipNetwork network, string subject, bool exemptsListed)
    {
        _parties = network.Parties.DistinctBy(p => p.Id).ToDictionary(p => p.Id, StringComparer.Ordinal);
        foreach (var id in network.Interests.SelectMany(i => i.Holders.Append(i.Subject)).Append(subject)) _parties.TryAdd(id, new OwnershipParty(id, PartyKind.Unknown));
        _held = network.Interests.Where(i => i.Holders.Count > 0).ToLookup(i => i.Subject, StringComparer.Ordinal);
        (_subject, _exemptsListed) = (subject, exemptsListed);
        _ways = new OwnershipWays(_held, IsEnd);
    }

    /// <param name="threshold">From how many percent on a person counts; who controls counts whatever the share is.</param>
    /// <param name="exemptsListed">Whether the owners of listed businesses are not looked for.</param>
    public static OwnershipFinding Of(OwnershipNetwork network, string subject, decimal threshold, bool exemptsListed = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new OwnershipAnalysis(network, subject, exemptsListed).Find(threshold);
    }

    private OwnershipFinding Find(decimal threshold)
    {
        var (least, most, once) = (Flow(i => i.AtLeast, split: false), Flow(i => i.AtMost, split: false), Flow(i => i.AtLeast, split: true));
        _ways.Walk(_subject);
        var owners = new List<BeneficialParty>();
        foreach (var person in _parties.Values.Where(p => p.Kind == PartyKind.Person && _ways.To(p.Id).Count > 0))
        {
            var (commanded, controls) = Command(person.Id);
            var ways = _ways.To(person.Id);
            // Who has a right of control at some step is there for that, not for a share.
            var byRight = ways.Any(w => w.Least is null);
            var (low, high) = (Percent(least, person.Id), Percent(most, person.Id));
            if (high >= threshold || commanded >= threshold || controls || byRight) owners.Add(new BeneficialParty(person.Id, person.Name, low, high, commanded, controls, ways));
        }
        var ends = _parties.Values.Where(p => p.Id != _subject && _ways.Reaches(p.Id) && p.Kind != PartyKind.Person && IsEnd(p.Id)).ToLookup(IsExempt);
        var explained = _parties.Values.Where(p => p.Kind == PartyKind.Person || IsExempt(p)).Sum(p => Percent(once, p.Id));
        return new OwnershipFinding(
            [.. owners.OrderByDescending(o => o.Least).ThenByDescending(o => o.ControlledPercent).ThenBy(o => o.Id, StringComparer.Ordinal)], Math.Min(100, explained),
            [.. ends[true].Select(End)], [.. ends[false].Select(End)], _ways.Cycles, [.. _parties.Keys.Where(HasTooMuch).Order(StringComparer.Ordinal)]);

        OwnershipEnd End(OwnershipParty party) => new(party.Id, party.Name, Percent(most, party.Id));
    }

    private bool IsExempt(OwnershipParty party) => _exemptsListed && party.Listed && party.Id != _subject;

    private bool IsEnd(string id) => _parties[id].Kind == PartyKind.Person || IsExempt(_parties[id]) || !_held.Contains(id);

    private static decimal Percent(Dictionary<string, double> flow, string id) => flow.TryGetValue(id, out var part) ? OwnershipWays.Percent(Math.Min(1, part)) : 0;

    /// <summary>
    /// How much of the subject reaches each party: what is held of somebody is held of all that he holds. Repeated until it settles, which sums the series that
    /// cross-holdings make.
    /// </summary>
    private Dictionary<string, double> Flow(Func<OwnershipInterest, double> share, bool split)
    {
        var reached = new Dictionary<string, double>(StringComparer.Ordinal) { [_subject] = 1 };
        for (var round = 0; round < MostRounds; round++)
        {
            var next = new Dictionary<string, double>(StringComparer.Ordinal) { [_subject] = 1 };
            foreach (var (party, part) in reached.Where(r => r.Key == _subject || !IsEnd(r.Key)))
                foreach (var (holder, held) in Shares(party, share, split)) next[holder] = Math.Min(1e6, next.GetValueOrDefault(holder) + part * held);
            var change = next.Sum(n => Math.Abs(n.Value - reached.GetValueOrDefault(n.Key)));
            reached = next;
            if (change < Settled) break;
        }
        reached.Remove(_subject);
        return reached;
    }

    /// <summary>Of shares and votes in the same hands the larger counts; an arrangement's parties have all of what it has.</summary>
    private Dictionary<string, double> Shares(string party, Func<OwnershipInterest, double> share, bool split)
    {
        var held = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var kind in _held[party].Where(i => i.IsShare).GroupBy(i => i.Kind))
        {
            var ofKind = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var interest in kind)
                foreach (var holder in interest.Holders) ofKind[holder] = Math.Min(1, ofKind.GetValueOrDefault(holder) + share(interest) / (split ? interest.Holders.Count : 1));
            foreach (var (holder, part) in ofKind) held[holder] = Math.Max(part, held.GetValueOrDefault(holder));
        }
        if (_parties[party].Kind != PartyKind.Trust) return held;
        List<string> parties = [.. _held[party].Where(i => !i.IsShare).SelectMany(i => i.Holders).Distinct(StringComparer.Ordinal)];
        foreach (var holder in parties) held[holder] = split ? 1d / parties.Count : 1;
        return held;
    }

    /// <summary>What a party commands of the subject, itself and through what it controls.</summary>
    private (decimal Commanded, bool Controls) Command(string id)
    {
        var controlled = new HashSet<string>(StringComparer.Ordinal) { id };
        for (var grew = true; grew;)
        {
            grew = false;
            foreach (var party in _parties.Keys.Where(p => !controlled.Contains(p) && (Votes(p, controlled) > 0.5 || HasRight(p, controlled)))) grew |= controlled.Add(party);
        }
        return (OwnershipWays.Percent(Votes(_subject, [.. controlled.Where(c => c != _subject)])), controlled.Contains(_subject));
    }

    private double Votes(string party, HashSet<string> hands) =>
        _held[party].Where(i => i.IsShare && i.Holders.Any(hands.Contains)).GroupBy(i => i.Kind).Select(g => Math.Min(1, g.Sum(i => i.AtLeast))).DefaultIfEmpty(0).Max();

    private bool HasRight(string party, HashSet<string> hands) => _held[party].Any(i => !i.IsShare && i.Kind is not InterestKind.Beneficiary && i.Holders.Any(hands.Contains));

    private bool HasTooMuch(string party) => _held[party].Where(i => i.IsShare).GroupBy(i => i.Kind).Any(g => g.Sum(i => i.AtLeast) > 1.0001);
}
