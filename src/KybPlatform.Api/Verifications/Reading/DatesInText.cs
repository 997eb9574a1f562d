using System.Text.RegularExpressions;
using KybPlatform.Policies;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>A date that stands in a text.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="End">Behind its last sign.</param>
internal sealed record DateInText(DateOnly Date, int At, int End);

/// <summary>
/// The dates that stand in a text: in figures, year first or last, and with the month's name in one of the languages below. Which of two small figures is the day is told by the
/// other dates of the same text; where they do not tell, neither reading counts.
/// </summary>
internal static partial class DatesInText
{
    // January to December. German, English, Spanish, French, Italian, Dutch, Polish (genitive), Portuguese, Swedish, Turkish; without marks, as words are compared.
    private static readonly string[] Months =
    [
        "januar janner january enero janvier gennaio januari stycznia janeiro ocak",
        "februar february febrero fevrier febbraio februari lutego fevereiro subat",
        "marz march marzo mars maart marca marco mart maerz",
        "april abril avril aprile kwietnia nisan",
        "mai may mayo maggio mei maja maio maj mayis",
        "juni june junio juin giugno czerwca junho haziran",
        "juli july julio juillet luglio lipca julho temmuz",
        "august agosto aout augustus sierpnia augusti agustos",
        "september septiembre setiembre septembre settembre wrzesnia setembro eylul",
        "oktober october octubre octobre ottobre pazdziernika outubro ekim",
        "november noviembre novembre novembro listopada kasim",
        "dezember december diciembre decembre dicembre grudnia dezembro aralik",
    ];

    private static readonly PlainDomainFunctions Functions = new();

    /// <summary>In the order in which they stand.</summary>
    public static IReadOnlyList<DateInText> Of(string text)
    {
        var found = new List<DateInText>();
        foreach (var match in YearFirst().Matches(text).Cast<Match>()) Add(found, match, "y", "m", "d");
        List<Match> last = [.. YearLast().Matches(text).Cast<Match>()];
        // 31/12/2026 can only be read with the day first, and then 05/04/2026 beside it is the fifth of April.
        var dayFirst = last.Exists(m => Number(m, "a") > 12 && Number(m, "b") <= 12);
        var monthFirst = last.Exists(m => Number(m, "b") > 12 && Number(m, "a") <= 12);
        foreach (var match in last)
        {
            // With dots the day stands first wherever dates are written so.
            var dotted = match.Groups["s"].ValueSpan is ".";
            if (dotted || Number(match, "a") > 12 || Number(match, "a") == Number(match, "b") || (dayFirst && !monthFirst)) Add(found, match, "y", "b", "a");
            else if (Number(match, "b") > 12 || (monthFirst && !dayFirst)) Add(found, match, "y", "a", "b");
        }
        List<Word> words = [.. Words().Matches(text).Select(m => new Word((string)Functions.Normalized(m.Value).Value!, m.Index, m.Index + m.Length)).Where(w => w.Text.Length > 0)];
        for (var i = 0; i < words.Count; i++)
            if (MonthOf(words[i].Text) is { } month) AddNamed(found, words, i, month);
        return [.. found.OrderBy(d => d.At)];
    }

    // "3 de marzo de 2026", "1er mars 2026", "March 3rd, 2026".
    private static void AddNamed(List<DateInText> found, List<Word> words, int at, int month)
    {
        var before = at > 0 && words[at - 1].Text is "de" or "of" ? at - 2 : at - 1;
        var after = at + 1 < words.Count && words[at + 1].Text is "de" or "of" or "del" ? at + 2 : at + 1;
        if (before >= 0 && DayOf(words[before].Text) is { } day && after < words.Count && YearOf(words[after].Text) is { } year) Add(found, year, month, day, words[before].At, words[after].End);
        if (at + 2 < words.Count && DayOf(words[at + 1].Text) is { } next && YearOf(words[at + 2].Text) is { } of) Add(found, of, month, next, words[at].At, words[at + 2].End);
    }

    private static int? MonthOf(string word)
    {
        if (word.Length < 3 || !char.IsAsciiLetter(word[0])) return null;
        int? found = null;
        for (var i = 0; i < Months.Length; i++)
        {
            if (!$" {Months[i]}".Contains($" {word}", StringComparison.Ordinal)) continue;
            // "jui" begins two of them.
            if (found is not null) return null;
            found = i + 1;
        }
        return found;
    }

    private static int? DayOf(string word)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        return digits is 1 or 2 && (digits == word.Length || word[digits..] is "st" or "nd" or "rd" or "th" or "er" or "o" or "a") ? int.Parse(word.AsSpan(0, digits), System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private static int? YearOf(string word) => word.Length == 4 && word.All(char.IsAsciiDigit) ? int.Parse(word, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static void Add(List<DateInText> found, Match match, string year, string month, string day) =>
        Add(found, Number(match, year), Number(match, month), Number(match, day), match.Index, match.Index + match.Length);

    private static void Add(List<DateInText> found, int year, int month, int day, int at, int end)
    {
        if (year is >= 1000 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)) found.Add(new DateInText(new DateOnly(year, month, day), at, end));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private readonly record struct Word(string Text, int At, int End);

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    // Every repetition is bounded: no text takes them long.
    [GeneratedRegex(@"(?<![0-9])(?<y>[0-9]{4})(?:[-/.年])\s?(?<m>[0-9]{1,2})(?:[-/.月])\s?(?<d>[0-9]{1,2})(?![0-9])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<![0-9])(?<a>[0-9]{1,2})(?<s>[-/.])\s?(?<b>[0-9]{1,2})[-/.]\s?(?<y>[0-9]{4})(?![0-9])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex YearLast();
}
