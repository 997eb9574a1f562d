using System.Collections.Frozen;
using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;
using KybPlatform.Screening.Scoring;

namespace KybPlatform.Screening.Addresses;

/// <summary>How two addresses agree, from what speaks against one party to what speaks most for it.</summary>
internal enum AddressAgreement
{
    /// <summary>In two countries: nothing that could be compared, and countries are evidence of their own.</summary>
    Elsewhere,

    /// <summary>Two towns of one country, both known.</summary>
    OtherTown,

    /// <summary>Too little is known.</summary>
    Unknown,
    SameTown,
    SamePostalCode,
    SameStreet,
}

/// <summary>Compares addresses. What one side does not tell is unknown, and no difference.</summary>
internal static class AddressAgreements
{
    private const double SameWord = 0.85;

    private static readonly FrozenDictionary<string, int> Renamed = DataTable.Lines("towns.txt")
        .SelectMany((line, number) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, number)))
        .ToFrozenDictionary(t => t.name, t => t.number, StringComparer.Ordinal);

    public static AddressAgreement Between(AddressWords given, AddressWords listed)
    {
        if (given.Country is not null && listed.Country is not null && given.Country != listed.Country)
            return AddressAgreement.Elsewhere;
        var code = given.PostalCode is { } postal && listed.Codes.Contains(postal);
        var town = IsSameTown(given, listed);
        var other = !code && !town && IsOtherTown(given, listed);
        if (!other && IsSameStreet(given, listed, code || town))
            return AddressAgreement.SameStreet;
        if (code)
            return AddressAgreement.SamePostalCode;
        return town ? AddressAgreement.SameTown : other ? AddressAgreement.OtherTown : AddressAgreement.Unknown;
    }

    private static bool IsSameTown(AddressWords given, AddressWords listed) =>
        given.Towns.Any(t => listed.Towns.Concat(listed.InStreet).Any(o => IsSame(t, o)));

    private static bool IsSame(PreparedName one, PreparedName other) =>
        (Renamed.TryGetValue(Joined(one), out var number) && Renamed.TryGetValue(Joined(other), out var same) && number == same) || NameScorer.Score(one, other) >= SameWord;

    private static string Joined(PreparedName name) => string.Concat(name.Tokens.Select(t => t.Text));

    // Both say the country and the town in one script, and no word of the town is to be found, not even as a part of something else.
    private static bool IsOtherTown(AddressWords given, AddressWords listed) =>
        given.Country is not null && listed.Country is not null && !given.Towns.IsEmpty && !listed.Towns.IsEmpty
        && given.Towns.Concat(listed.Towns).SelectMany(t => t.Tokens).Select(t => t.Script).Distinct().Count() == 1
        && !given.Towns.SelectMany(t => t.Tokens).Any(t => listed.Towns.Concat(listed.InStreet).SelectMany(o => o.Tokens).Any(o => IsAlike(t, o)));

    private static bool IsSameStreet(AddressWords given, AddressWords listed, bool placed)
    {
        if (!Agree(given.Numbers, listed.Numbers))
            return false;
        if (given.HasBox && listed.HasBox && placed && !given.Numbers.IsEmpty && !listed.Numbers.IsEmpty)
            return true;
        var (few, many) = given.Telling.Length <= listed.Telling.Length ? (given.Telling, listed.Telling) : (listed.Telling, given.Telling);
        // Streets without names: "Calle 96 No. 11B-39".
        if (few.IsEmpty)
            return placed && Math.Min(given.Numbers.Length, listed.Numbers.Length) > 1 && (given.Numbers.All(listed.Numbers.Contains) || listed.Numbers.All(given.Numbers.Contains));
        // Without the town a street is only known by its number as well.
        return few.All(w => many.Any(o => IsAlike(w, o))) && (placed || (!given.Numbers.IsEmpty && !listed.Numbers.IsEmpty));
    }

    private static bool Agree(IEnumerable<string> given, IReadOnlyCollection<string> listed) => listed.Count == 0 || !given.Any() || given.Any(listed.Contains);

    private static bool IsAlike(NameToken one, NameToken other) => TokenSimilarity.Of(one, other) >= SameWord;
}
