using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>Whether a cell accepts what is known: a string, double or bool, or that there is none. A range accepts numbers only, and NaN is none; <c>not_in</c> alone accepts that there is none.</summary>
internal static class TableCells
{
    public static bool Accepts(TableCell cell, object value)
    {
        if (cell.In.Count > 0 && !cell.In.Contains(value)) return false;
        if (cell.NotIn.Contains(value)) return false;
        if (cell.Gt is null && cell.Gte is null && cell.Lt is null && cell.Lte is null) return true;
        if (value is not double number || double.IsNaN(number)) return false;
        return !(number <= cell.Gt) && !(number < cell.Gte) && !(number >= cell.Lt) && !(number > cell.Lte);
    }
}
