using KybPlatform.Identifiers.CheckDigits;
using static KybPlatform.Identifiers.CheckDigits.Families;
using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>Estonia, Latvia, Lithuania, Poland.</summary>
internal static class BalticAndPolishSchemes
{
    private static readonly int[] PersonFirst = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1];
    private static readonly int[] PersonSecond = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        new("EE:REGISTRIKOOD", Company, "Registrikood", "[1789]#{7}", "Registrite ja Infosüsteemide Keskus")
        {
            Also = "EE:REG EE:COMPANY EE:RK", Check = TwoPass11([1, 2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8, 9]),
            Hint = static v => new IdentifierHints(BusinessType: v[0] switch { '7' => "government", '8' or '9' => "nonprofit", _ => null }),
            Examples = ["10421629", "10060701"],
        },
        new("EE:VAT", Company, "Käibemaksukohustuslase number (KMKR)", "#{9}", "Maksu- ja Tolliamet")
        {
            Also = "EE:KMKR", Prefixes = ["EE"], Check = WeightedTotal([3, 7, 1, 3, 7, 1, 3, 7, 1], 10), Display = ["EE#########"], Examples = ["EE100366327"],
        },
        new("EE:IK", Person, "Isikukood", "[1-6]#{10}", "Rahvastikuregister")
        {
            Also = "EE:ISIKUKOOD", Check = TwoPass11(PersonFirst, PersonSecond), Parts = static v => CenturyDigitBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: CenturyDigitBirth(v)), Examples = ["37605030299"],
        },
        new("LV:REGNR", Both, "Reģistrācijas numurs / PVN", "#{11}", "Uzņēmumu reģistrs; Valsts ieņēmumu dienests")
        {
            Also = "LV:PVN LV:VAT LV:REG LV:COMPANY", Prefixes = ["LV"], Check = Custom("weighted_mod_11", LatvianHolds), Sensitive = true,
            Parts = static v => v[0] > '3' || LatvianPersonParts(v),
            Hint = static v => new IdentifierHints(v[0] > '3' ? Company : Person), Examples = ["40003032949", "LV40003245752"],
        },
        new("LV:PK", Person, "Personas kods", "[0-3]#{10}", "Pilsonības un migrācijas lietu pārvalde")
        {
            Check = Custom("weighted_mod_11", LatvianHolds), Parts = LatvianPersonParts, Display = ["######-#####"], Examples = ["161175-19997"],
        },
        new("LT:KODAS", Company, "Juridinio asmens kodas", "#{9}|#{7}", "Registrų centras")
        {
            Also = "LT:JAK LT:REG LT:COMPANY LT:IM", Examples = ["121215434", "304151376"],
            Check = Custom("two_pass_mod_11", static v => v.Length == 9 ? v[8] == Algorithms.TwoPass11(v, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1], true) : null),
        },
        new("LT:VAT", Both, "PVM mokėtojo kodas", "#{7}1#|#{10}1#", "Valstybinė mokesčių inspekcija")
        {
            Also = "LT:PVM", Prefixes = ["LT"], Check = Custom("two_pass_mod_11", LithuanianVatHolds), Sensitive = true,
            Examples = ["LT119511515", "LT100001919017"],
        },
        new("LT:AK", Person, "Asmens kodas", "[1-6]#{10}", "Gyventojų registras")
        {
            Also = "LT:ASMENS", Check = TwoPass11(PersonFirst, PersonSecond), Parts = static v => CenturyDigitBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: CenturyDigitBirth(v)), Examples = ["38703181745"],
        },
        new("PL:NIP", Both, "Numer identyfikacji podatkowej", "#{10}", "Ministerstwo Finansów")
        {
            Also = "PL:VAT PL:TAX PL:TIN", Prefixes = ["PL", "NIP"], Check = Weighted([6, 5, 7, 2, 3, 4, 5, 6, 7], 11, Remainder11),
            Parts = static v => !Digits.AllZero(v),
            Display = ["###-###-##-##"], Examples = ["774-000-14-54", "PL5250007738"],
        },
        new("PL:REGON", Company, "REGON", "#{9}|#{14}", "Główny Urząd Statystyczny")
        {
            Check = Custom("weighted_mod_11", RegonHolds), Prefixes = ["REGON"], Parts = static v => !Digits.AllZero(v[..9]),
            Derive = static v => v.Length == 14 ? [new("PL:REGON", v[..9], DerivedRelation.Contained)] : [],
            Examples = ["610188201", "12345678512347"],
        },
        new("PL:KRS", Company, "Krajowy Rejestr Sądowy", "#{10}", "Ministerstwo Sprawiedliwości")
        {
            Also = "PL:REG PL:COMPANY", Prefixes = ["KRS"], ZerosTo = 10, Examples = ["0000028860", "0000075460"],
        },
        new("PL:PESEL", Person, "PESEL", "#{11}", "Rządowe Centrum; rejestr PESEL")
        {
            Check = WeightedTotal([1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10), Parts = static v => PeselBirth(v) is not null,
            Hint = static v => new IdentifierHints(Person, BirthDate: PeselBirth(v)), Examples = ["44051401359"],
        },
    ];

    /// <summary>First digit: sex and century (1, 2: 1800; 3, 4: 1900; 5, 6: 2000).</summary>
    private static DateOnly? CenturyDigitBirth(ReadOnlySpan<char> v) =>
        CalendarParts.Date(1800 + ((v[0] - '1') / 2 * 100) + Digits.Number(v[1..3]), Digits.Number(v[3..5]), Digits.Number(v[5..7]));

    /// <summary>Day, month, year and a digit of the century; numbers from 32 on hold no date.</summary>
    private static bool LatvianPersonParts(ReadOnlySpan<char> v) =>
        IsDateless(v) || (v[6] <= '2' && CalendarParts.IsDate(1800 + ((v[6] - '0') * 100) + Digits.Number(v[4..6]), Digits.Number(v[2..4]), Digits.Number(v[..2])));

    private static bool IsDateless(ReadOnlySpan<char> v) => v[0] == '3' && v[1] >= '2';

    /// <summary>Entities start above 3. People's newer numbers start with 32 and carry no check digit.</summary>
    private static bool? LatvianHolds(ReadOnlySpan<char> v)
    {
        if (v[0] > '3')
            return Digits.WeightedSum(v, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
        if (IsDateless(v))
            return null;
        return (1 + Digits.WeightedSum(v, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == Digits.Value(v[10]);
    }

    private static bool? LithuanianVatHolds(ReadOnlySpan<char> v) => v.Length == 9
        ? v[8] == Algorithms.TwoPass11(v, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1], true)
        : v[11] == Algorithms.TwoPass11(v, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4], true);

    private static bool? RegonHolds(ReadOnlySpan<char> v) =>
        v[8] == Remainder11TenIsZero[Digits.WeightedSum(v, [8, 9, 2, 3, 4, 5, 6, 7]) % 11]
        && (v.Length == 9 || v[13] == Remainder11TenIsZero[Digits.WeightedSum(v, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11]);

    /// <summary>The century is added to the month: 80 for 1800, 0 for 1900, 20 for 2000; the values for later centuries are not in use yet.</summary>
    private static DateOnly? PeselBirth(ReadOnlySpan<char> v)
    {
        var month = Digits.Number(v[2..4]);
        int? century = (month / 20) switch { 0 => 1900, 1 => 2000, 4 => 1800, _ => null };
        return century is null ? null : CalendarParts.Date(century.Value + Digits.Number(v[..2]), month % 20, Digits.Number(v[4..6]));
    }
}
