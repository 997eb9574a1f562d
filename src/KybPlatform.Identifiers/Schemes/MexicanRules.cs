using System.Collections.Frozen;
using KybPlatform.Identifiers.CheckDigits;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>RFC and CURP: letters of the name, a date, a distinguishing part and a check character.</summary>
internal static class MexicanRules
{
    private const string RfcAlphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";
    private const string CurpAlphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

    /// <summary>On sales slips they stand for the general public and for anybody abroad. The tax office gave them out, and they name nobody.</summary>
    private static readonly FrozenSet<string> Generic = Words("XAXX010101000 XEXX010101000");

    /// <summary>Roots that the authorities never issue, because they read as words (both keep such lists); the last letter becomes X.</summary>
    private static readonly FrozenSet<string> NeverInRfc = Words(
        "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON "
        + "MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN");

    private static readonly FrozenSet<string> NeverInCurp = Words(
        "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA "
        + "KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE "
        + "PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY");

    private static readonly FrozenSet<string> States = Words("AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE");

    public static bool RfcParts(ReadOnlySpan<char> v) =>
        CalendarParts.IsDateOfSomeCentury(Digits.Number(v[^9..^7]), Digits.Number(v[^7..^5]), Digits.Number(v[^5..^3])) && (v.Length == 12 || (!Has(NeverInRfc, v[..4]) && !Has(Generic, v)));

    /// <summary>Companies' three-letter roots count as if a space stood before them.</summary>
    public static bool? RfcHolds(ReadOnlySpan<char> v)
    {
        var body = v[..^1];
        var sum = body.Length == 11 ? RfcAlphabet.IndexOf(' ', StringComparison.Ordinal) * 13 : 0;
        for (var i = 0; i < body.Length; i++)
            sum += RfcAlphabet.IndexOf(body[i], StringComparison.Ordinal) * (body.Length + 1 - i);
        return v[^1] == "0A987654321"[sum % 11];
    }

    public static bool CurpParts(ReadOnlySpan<char> v) => CurpBirth(v) is not null && Has(States, v[11..13]) && !Has(NeverInCurp, v[..4]);

    public static bool? CurpHolds(ReadOnlySpan<char> v)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += CurpAlphabet.IndexOf(v[i], StringComparison.Ordinal) * (18 - i);
        return v[17] == Digits.Digit((10 - (sum % 10)) % 10);
    }

    /// <summary>The 17th character is a digit for births before 2000 and a letter since.</summary>
    public static DateOnly? CurpBirth(ReadOnlySpan<char> v) =>
        CalendarParts.Date((char.IsAsciiDigit(v[16]) ? 1900 : 2000) + Digits.Number(v[4..6]), Digits.Number(v[6..8]), Digits.Number(v[8..10]));

    private static FrozenSet<string> Words(string text) => text.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static bool Has(FrozenSet<string> words, ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
