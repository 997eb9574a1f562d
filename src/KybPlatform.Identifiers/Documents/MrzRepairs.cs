namespace KybPlatform.Identifiers.Documents;

/// <summary>
/// Puts back characters that optical readers confuse. Date fields and check digits hold numerals only, so a letter there has one reading.
/// In the document number both are possible: a single swap is made only if exactly one makes the check digit agree.
/// </summary>
internal static class MrzRepairs
{
    public static List<MrzRepair> Apply(MrzLayout layout, char[][] lines)
    {
        var repairs = new List<MrzRepair>();
        RepairNumerals(repairs, lines, layout.Birth, "birth_date");
        RepairNumerals(repairs, lines, layout.Expiry, "expiry_date");
        RepairNumber(repairs, lines, layout.Number);
        if (layout.Optional.CheckColumn >= 0)
            RepairCheck(repairs, lines, layout.Optional, "optional_data");
        if (layout.Composite.Length > 0)
            RepairComposite(repairs, layout, lines);
        return repairs;
    }

    private static void RepairNumerals(List<MrzRepair> repairs, char[][] lines, MrzField field, string name)
    {
        var line = lines[field.Line];
        var repaired = line.AsSpan(field.Start, field.Length).ToArray();
        for (var i = 0; i < repaired.Length; i++)
            repaired[i] = MrzDigits.AsNumeral(repaired[i]);
        var check = MrzDigits.AsNumeral(line[field.CheckColumn]);
        if (!MrzDigits.Agrees(repaired, check))
            return;
        for (var i = 0; i < repaired.Length; i++)
            Put(repairs, line, field.Line, field.Start + i, repaired[i], name);
        Put(repairs, line, field.Line, field.CheckColumn, check, name);
    }

    private static void RepairNumber(List<MrzRepair> repairs, char[][] lines, MrzField field)
    {
        var line = lines[field.Line];
        var number = line.AsSpan(field.Start, field.Length);
        var check = MrzDigits.AsNumeral(line[field.CheckColumn]);
        if (check == '<')
            return;
        if (MrzDigits.Agrees(number, check))
        {
            Put(repairs, line, field.Line, field.CheckColumn, check, "document_number");
            return;
        }

        var only = -1;
        for (var i = 0; i < number.Length; i++)
        {
            var read = number[i];
            number[i] = MrzDigits.OtherReading(read);
            if (number[i] != read && MrzDigits.Agrees(number, check))
                only = only < 0 ? i : number.Length;
            number[i] = read;
        }

        if (only < 0 || only >= number.Length)
            return;
        Put(repairs, line, field.Line, field.Start + only, MrzDigits.OtherReading(number[only]), "document_number");
        Put(repairs, line, field.Line, field.CheckColumn, check, "document_number");
    }

    private static void RepairCheck(List<MrzRepair> repairs, char[][] lines, MrzField field, string name)
    {
        var line = lines[field.Line];
        var check = MrzDigits.AsNumeral(line[field.CheckColumn]);
        if (MrzDigits.Agrees(line.AsSpan(field.Start, field.Length), check))
            Put(repairs, line, field.Line, field.CheckColumn, check, name);
    }

    private static void RepairComposite(List<MrzRepair> repairs, MrzLayout layout, char[][] lines)
    {
        var check = MrzDigits.AsNumeral(lines[1][layout.Width - 1]);
        if (check == MrzParser.CompositeDigit(layout, lines))
            Put(repairs, lines[1], 1, layout.Width - 1, check, "composite");
    }

    private static void Put(List<MrzRepair> repairs, char[] line, int lineIndex, int column, char value, string field)
    {
        if (line[column] == value)
            return;
        repairs.Add(new MrzRepair(field, lineIndex + 1, column + 1, line[column], value));
        line[column] = value;
    }
}
