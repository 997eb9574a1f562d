using System.Text;
using KybPlatform.Api.Screening.Contracts;

namespace KybPlatform.Api.Screening;

/// <summary>
/// What was scored on both sides of a match: while it stays the same, so does what a person said. Addresses are part of it where both sides have some. What was
/// judged before they were scored stays judged, and the row is kept with them from its next screening on.
/// </summary>
/// <param name="Hash">Of all that was scored.</param>
/// <param name="Former">As it was made before addresses were scored.</param>
internal sealed record ScoredInputs(byte[] Hash, byte[] Former)
{
    public static ScoredInputs Of(ScreenedParty party, Found found, Func<string, byte[]> hash)
    {
        var text = new StringBuilder().Append('\n').AppendJoin('|', party.Names).Append('\n').Append(party.BirthDate?.DayNumber)
            .Append('\n').AppendJoin('|', party.Countries).Append('\n').AppendJoin('|', party.Identifiers)
            .Append(string.Concat(party.Owners.Select(o => $"\nowner\n{string.Join('|', o.Names)}\n{string.Join('|', o.Countries)}\n{string.Join('|', o.Identifiers)}"))).ToString();
        var (content, addresses) = found.ContentWithAddresses is { } whole && party.Addresses.Count > 0
            ? (whole, string.Join('\n', party.Addresses.Select(a => string.Join('|', a.Street, a.City, a.PostalCode, a.Country))))
            : (found.Content, "no addresses");
        return new ScoredInputs(hash($"{content}{text}\n{addresses}"), hash(found.Content + text));
    }

    public bool Are(ReadOnlySpan<byte> kept) => kept.SequenceEqual(Hash) || kept.SequenceEqual(Former);
}
