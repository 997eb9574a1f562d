namespace KybPlatform.Policies.Ownership;

/// <summary>What a party is. <c>unknown</c>: somebody holds the interest and nobody says who.</summary>
public enum PartyKind { Person, Business, Trust, Unknown }

/// <summary>How a party holds something. The last five need no share: whoever has one of them is looked at whatever the percentages are.</summary>
public enum InterestKind { Shareholding, VotingRights, Appointment, OtherControl, Settlor, Trustee, Beneficiary, Protector }

/// <summary>A person, a business or an arrangement in an ownership structure.</summary>
/// <param name="Listed">Its shares are traded on a regulated market, where owners are disclosed by other rules.</param>
public sealed record OwnershipParty(string Id, PartyKind Kind, string? Name = null, bool Listed = false);

/// <summary>One interest in a party.</summary>
/// <param name="Holders">More than one where it is held jointly: each of them then counts as holding all of it.</param>
/// <param name="Least">The share in percent, or the lower end of a band; null where it is not known, which counts as 0 at least and 100 at most.</param>
public sealed record OwnershipInterest(string Subject, IReadOnlyList<string> Holders, InterestKind Kind, decimal? Least = null, decimal? Most = null)
{
    internal bool IsShare => Kind is InterestKind.Shareholding or InterestKind.VotingRights;

    internal double AtLeast => (double)(Least ?? 0) / 100;

    internal double AtMost => (double)(Most ?? Least ?? 100) / 100;
}

/// <summary>Who holds what in whom. Parties that interests name and that are not there are unknown.</summary>
public sealed record OwnershipNetwork(IReadOnlyList<OwnershipParty> Parties, IReadOnlyList<OwnershipInterest> Interests);

/// <summary>One way by which a person comes to hold something of the business.</summary>
/// <param name="Through">From the business to the person: the ids of everybody on the way, both ends included.</param>
/// <param name="By">The kinds of interest along the way, one less than the parties.</param>
/// <param name="Least">What reaches the person along this way, in percent; null where a step needs no share.</param>
public sealed record OwnershipWay(IReadOnlyList<string> Through, IReadOnlyList<InterestKind> By, decimal? Least, decimal? Most);

/// <summary>A natural person who owns or controls the business in the end, and the ways that make it so.</summary>
/// <param name="Least">Over all ways together, cross-holdings included.</param>
/// <param name="ControlledPercent">What the person commands directly and through businesses that the person controls, undiluted.</param>
/// <param name="Controls">The person has more than half of it under command, or a right of control at every step of some way.</param>
public sealed record BeneficialParty(string Id, string? Name, decimal Least, decimal Most, decimal ControlledPercent, bool Controls, IReadOnlyList<OwnershipWay> Ways);

/// <summary>A part of the business whose owners are not looked for further, and why.</summary>
public sealed record OwnershipEnd(string Id, string? Name, decimal Percent);

/// <summary>What follows from a network about one business.</summary>
/// <param name="Explained">How much of it ends at persons and exempt businesses, in percent, jointly held parts once.</param>
/// <param name="Exempt">Listed businesses, where the policy exempts them.</param>
/// <param name="Unexplained">Businesses, arrangements and unknown parties behind whom nobody is named.</param>
/// <param name="Cycles">Businesses that hold each other, each once.</param>
/// <param name="Impossible">Parties of which more than everything is held.</param>
public sealed record OwnershipFinding(
    IReadOnlyList<BeneficialParty> Owners, decimal Explained, IReadOnlyList<OwnershipEnd> Exempt, IReadOnlyList<OwnershipEnd> Unexplained, IReadOnlyList<IReadOnlyList<string>> Cycles,
    IReadOnlyList<string> Impossible);
