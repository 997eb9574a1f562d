using KybPlatform.Identifiers.Text;

namespace KybPlatform.Identifiers.Documents;

/// <summary>Reads machine-readable zones (ICAO Doc 9303). Pure and total: no input throws.</summary>
public static class MrzParser
{
    private const int MaxInput = 1024;

    /// <summary>Reads a zone given as text: lines apart, or run together.</summary>
    public static MrzResult Parse(string? text, DateOnly? today = null) =>
        Parse(text is null or { Length: > MaxInput } ? null : text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries), today);

    /// <summary>Reads a zone given line by line.</summary>
    /// <param name="lines">Spaces and case do not matter; missing fillers at the end of a name line are added.</param>
    /// <param name="today">Settles the century of the birth date: the latest one that is not in the future.</param>
    public static MrzResult Parse(IReadOnlyList<string?>? lines, DateOnly? today = null)
    {
        if (lines is null || lines.Count is 0 or > 10 || lines.Sum(line => line?.Length ?? 0) > MaxInput)
            return new MrzResult { ReasonCode = lines is null or { Count: 0 } ? MrzReasons.Empty : MrzReasons.UnknownLayout };
        var clean = Unfold([.. lines.Select(Clean).Where(line => line.Length > 0)]);
        if (clean.Length == 0)
            return new MrzResult { ReasonCode = MrzReasons.Empty };
        var layout = LayoutOf(clean);
        if (layout is null)
            return new MrzResult { ReasonCode = MrzReasons.UnknownLayout };
        if (clean.Any(line => !line.All(MrzDigits.IsAllowed)))
            return new MrzResult { Format = layout.Format, ReasonCode = MrzReasons.InvalidCharacters };
        var cells = clean.Select(line => line.PadRight(layout.Width, '<').ToCharArray()).ToArray();
        return Read(layout, cells, MrzRepairs.Apply(layout, cells), today);
    }

    internal static char CompositeDigit(MrzLayout layout, char[][] lines)
    {
        int sum = 0, position = 0;
        foreach (var part in layout.Composite)
            sum += MrzDigits.Sum(lines[part.Line].AsSpan(part.Start, part.Length), ref position);
        return (char)('0' + (sum % 10));
    }

    private static MrzResult Read(MrzLayout layout, char[][] lines, List<MrzRepair> repairs, DateOnly? today)
    {
        var number = MrzNumber.Read(layout, lines);
        var checks = new List<MrzCheck>
        {
            new("document_number", number.Ok),
            new("birth_date", Agrees(layout.Birth, lines)),
            new("expiry_date", Agrees(layout.Expiry, lines)),
        };
        if (layout.Optional.CheckColumn >= 0)
            checks.Add(new("optional_data", Agrees(layout.Optional, lines)));
        if (layout.Composite.Length > 0)
            checks.Add(new("composite", CompositeDigit(layout, lines) == lines[1][layout.Width - 1]));

        string birth = layout.Birth.In(lines), expiry = layout.Expiry.In(lines), sex = layout.Sex.In(lines);
        var (surname, given) = MrzNames.Read(layout.Name.In(lines));
        var reason = Judge(checks, birth, expiry) ?? (Lettered(layout, lines) && sex is "M" or "F" or "X" or "<" ? null : MrzReasons.InvalidCharacters);
        return new MrzResult
        {
            Format = layout.Format,
            Valid = reason is null,
            ReasonCode = reason,
            DocumentType = new string(lines[0], 0, 2).TrimEnd('<'),
            IssuingState = layout.State.In(lines).TrimEnd('<'),
            DocumentNumber = number.Value,
            Surname = surname,
            GivenNames = given,
            NameMayBeTruncated = layout.Name.In(lines)[^1] != '<',
            Nationality = layout.Nationality.In(lines).TrimEnd('<'),
            Sex = sex switch { "M" or "F" => sex, "<" or "X" => "X", _ => null },
            BirthDateText = birth,
            BirthDate = MrzDates.Birth(birth, today),
            ExpiryDateText = expiry,
            ExpiryDate = MrzDates.Expiry(expiry),
            OptionalData = number.Rest,
            OptionalData2 = layout.Optional2 is { } second ? MrzNames.Plain(second.In(lines)) : null,
            Checks = checks,
            Repairs = repairs,
        };
    }

    /// <summary>Names and countries hold letters only, and no check digit covers them: a digit there was misread, and nothing tells for what.</summary>
    private static bool Lettered(MrzLayout layout, char[][] lines) =>
        new[] { layout.Name, layout.State, layout.Nationality }.All(field => field.In(lines).All(c => c is '<' || char.IsAsciiLetterUpper(c)));

    private static string? Judge(List<MrzCheck> checks, string birth, string expiry)
    {
        if (checks.Exists(check => !check.Ok))
            return MrzReasons.InvalidCheckDigit;
        return MrzDates.CanExist(birth) && MrzDates.CanExist(expiry) ? null : MrzReasons.InvalidDate;
    }

    private static bool Agrees(MrzField field, char[][] lines) =>
        MrzDigits.Agrees(lines[field.Line].AsSpan(field.Start, field.Length), field.CheckIn(lines));

    private static string Clean(string? line) =>
        string.Concat((line ?? "").Select(ValueCleaner.Fold).Where(c => !char.IsWhiteSpace(c)).Select(c => c is '«' or '‹' or '≤' ? '<' : c));

    /// <summary>One long line is cut into the lines of the layout it fits.</summary>
    private static string[] Unfold(string[] lines) => lines is not [var all] ? lines : all.Length switch
    {
        90 => [all[..30], all[30..60], all[60..]],
        88 => [all[..44], all[44..]],
        72 => [all[..36], all[36..]],
        _ => lines,
    };

    /// <summary>The line with the check digits must be whole; name lines may have lost fillers at their end.</summary>
    private static MrzLayout? LayoutOf(string[] lines)
    {
        if (lines.Length is not (2 or 3))
            return null;
        var width = lines[1].Length;
        var layout = MrzLayout.For(lines.Length, width, lines[0][0] == 'V');
        if (layout is null || lines[0].Length > width || lines[^1].Length > width)
            return null;
        var headIsWhole = layout.Format != MrzFormat.Td1 || lines[0].Length >= 15;
        return headIsWhole && lines[0].Length >= 6 ? layout : null;
    }
}
