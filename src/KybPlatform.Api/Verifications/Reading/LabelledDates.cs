using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>What the words before a date say that it is.</summary>
internal enum DateLabel
{
    /// <summary>They do not say.</summary>
    None,
    Issue,
    Expiry,
    Birth,

    /// <summary>When somebody pays, or a period that the paper is about.</summary>
    Other,
}

/// <summary>
/// The dates of a paper with what they are called: by the words before them in their line, or by the line above where they begin one. Known in the languages of
/// <see cref="DatesInText"/>. A bill's last day of payment is not the day on which it was issued.
/// </summary>
internal static class LabelledDates
{
    private const int MostWords = 6;
    private static readonly PlainDomainFunctions Functions = new();

    // Without marks, as words are compared; a star stands for any ending.
    private static readonly (DateLabel Label, string[] Words)[] Known =
    [
        (DateLabel.Issue,
        [
            "issue*", "ausgestellt*", "ausstellung*", "rechnungsdatum", "abruf*", "expedicion", "expedido", "emision", "emitid*", "emission", "emis", "delivre*", "emesso", "emissione", "rilascia*",
            "afgifte*", "afgegeven", "factuurdatum", "wystawi*", "wydan*", "emissao", "utfardat*", "fakturadatum", "duzenlenme", "verilis",
        ]),
        (DateLabel.Expiry,
        [
            "expir*", "valid until", "valid to", "valid thru", "valid through", "gultig bis", "ablauf*", "caduc*", "vence", "valido hasta", "valida hasta", "valable jusqu*", "validite", "scade", "scadenza",
            "valido fino", "valida fino", "geldig tot", "vervaldatum", "wazn*", "validade", "valido ate", "valida ate", "giltig*", "utgangsdatum", "gecerli*",
        ]),
        (DateLabel.Birth,
        [
            "birth*", "born", "dob", "geburt*", "geboren", "nacimiento", "nacido", "nacida", "naissance", "ne le", "nee le", "nascita", "nato", "nata", "geboorte*", "urodz*", "nascimento", "nascido",
            "nascida", "fodelse*", "fodd", "dogum*",
        ]),
        (DateLabel.Other,
        [
            "due", "payable", "pay by", "payment*", "fallig*", "zahlbar*", "zahlung*", "pago", "vencimiento", "limite", "a payer", "paiement", "echeance", "prelev*", "pagamento", "pagare",
            "betal*", "vervaldag", "termin*", "vencimento", "pagar", "forfallo*", "odeme*", "period*", "zeitraum", "abrechnungszeitraum", "lieferzeitraum", "okres*", "donem*", "next", "nachste*", "proxim*", "prochain*",
            "prossim*", "volgende", "nastepn*", "nasta", "sonraki",
        ]),
    ];

    /// <summary>Whether the date stands there, and not only as another one than <paramref name="field"/>: <c>issued_on</c>, <c>expires_on</c>, <c>date_of_birth</c>, <c>signed_on</c>.</summary>
    public static bool Shows(IReadOnlyList<(DateOnly Date, DateLabel Label)> dates, string field, DateOnly said)
    {
        var own = field switch { "expires_on" => DateLabel.Expiry, "date_of_birth" => DateLabel.Birth, _ => DateLabel.Issue };
        return dates.Any(d => d.Date == said && (d.Label is DateLabel.None || d.Label == own));
    }

    public static IReadOnlyList<(DateOnly Date, DateLabel Label)> Of(string text)
    {
        var (found, labelled) = (DatesInText.Of(text), new List<(DateOnly, DateLabel)>());
        var (end, line, before) = (0, -1, DateLabel.None);
        foreach (var date in found)
        {
            var begins = date.At == 0 ? 0 : text.LastIndexOf('\n', date.At - 1) + 1;
            var follows = begins == line;
            var words = Words(text[(follows ? Math.Min(end, date.At) : begins)..date.At]);
            if (words.Length == 0 && !follows) words = Above(text, begins, end);
            // "1 to 31 August": the second is what the first was.
            var label = follows && words.Length <= 1 && Name(words) is DateLabel.None ? before : Name(words);
            labelled.Add((date.Date, label));
            (end, line, before) = (date.End, begins, label);
        }
        return labelled;
    }

    // A line of words over one that begins with a date; a date of its own needs its words itself.
    private static string[] Above(string text, int begins, int end)
    {
        if (begins == 0) return [];
        var from = begins < 2 ? 0 : text.LastIndexOf('\n', begins - 2) + 1;
        return end > from ? [] : Words(text[from..(begins - 1)]);
    }

    private static string[] Words(string text) => [.. ((string)Functions.Normalized(text).Value!).Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(MostWords)];

    private static DateLabel Name(string[] words)
    {
        // The words closest to the date say most.
        for (var at = words.Length - 1; at >= 0; at--)
            foreach (var (label, phrases) in Known)
                if (phrases.Any(p => Begins(words, at, p))) return label;
        return DateLabel.None;
    }

    private static bool Begins(string[] words, int at, string phrase)
    {
        var wanted = phrase.Split(' ');
        return at + wanted.Length <= words.Length && wanted.Index().All(w => w.Item.EndsWith('*') ? words[at + w.Index].StartsWith(w.Item[..^1], StringComparison.Ordinal) : words[at + w.Index] == w.Item);
    }
}
