using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>
/// One input of a table, sorted into finitely many classes: each value that a cell names is one, and so is what lies between, below and above the
/// numbers named. Whatever is in one class is accepted by the same cells, so that a class stands for all its values.
/// </summary>
internal sealed class TableColumn
{
    public const int Unknown = 0;
    public const int Absent = 1;
    public const int OtherText = 2;
    private const int True = 3;
    private const int False = 4;
    private const int NotANumber = 5;
    private const int FirstText = 6;

    /// <summary>More entries than this are not listed: memory is not spent on tables that nobody writes.</summary>
    private const int MostListed = 2_000_000;

    /// <summary>A text that no cell can name, since no document can hold it.</summary>
    private const string AnyOtherText = "\0other";

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly double[] _bounds;
    private readonly object?[] _examples;
    private readonly int[][]? _accepting;
    private readonly int[] _withoutCell;

    public TableColumn(TableCell?[] cells)
    {
        foreach (var text in cells.OfType<TableCell>().SelectMany(Named).OfType<string>()) _texts.TryAdd(text, FirstText + _texts.Count);
        _bounds = [.. cells.OfType<TableCell>().SelectMany(Numbers).Distinct().Order()];
        _examples = Examples();
        _withoutCell = [.. Enumerable.Range(0, cells.Length).Where(r => cells[r] is null)];
        _accepting = Accepting(cells);
    }

    /// <summary>How many classes there are.</summary>
    public int Count => _examples.Length;

    /// <summary>The rows without a cell here: they accept every value, known or not.</summary>
    public ReadOnlySpan<int> WithoutCell => _withoutCell;

    /// <summary>The texts that are classes of their own.</summary>
    public IEnumerable<string> Texts => _texts.Keys;

    public bool IsListed => _accepting is not null;

    /// <summary>A value of the class, null for the unknown one.</summary>
    public object? ExampleOf(int @class) => _examples[@class];

    /// <summary>The rows, in order, whose cell accepts the class.</summary>
    public ReadOnlySpan<int> AcceptingRows(int @class) => _accepting![@class];

    public int ClassOf(object? value) => value switch
    {
        null => Unknown,
        string text => ClassOf(text),
        double number => ClassOf(number),
        bool flag => ClassOf(flag),
        _ => Absent,
    };

    public static int ClassOf(bool flag) => flag ? True : False;

    public int ClassOf(string text) => _texts.GetValueOrDefault(text, OtherText);

    public int ClassOf(double number)
    {
        if (double.IsNaN(number)) return NotANumber;
        var at = Array.BinarySearch(_bounds, number);
        return FirstText + _texts.Count + (at >= 0 ? 2 * at + 1 : 2 * ~at);
    }

    private static IEnumerable<object> Named(TableCell cell) => cell.In.Concat(cell.NotIn);

    private static IEnumerable<double> Numbers(TableCell cell) =>
        Named(cell).OfType<double>().Concat(new[] { cell.Gt, cell.Gte, cell.Lt, cell.Lte }.OfType<double>());

    private object?[] Examples()
    {
        var examples = new object?[FirstText + _texts.Count + 2 * _bounds.Length + 1];
        (examples[Absent], examples[OtherText], examples[True], examples[False], examples[NotANumber]) = (DBNull.Value, AnyOtherText, true, false, double.NaN);
        foreach (var (text, @class) in _texts) examples[@class] = text;
        var numbers = FirstText + _texts.Count;
        for (var i = 0; i < _bounds.Length; i++) (examples[numbers + 2 * i], examples[numbers + 2 * i + 1]) = (Math.BitDecrement(_bounds[i]), _bounds[i]);
        examples[^1] = _bounds.Length == 0 ? 0d : Math.BitIncrement(_bounds[^1]);
        return examples;
    }

    private int[][]? Accepting(TableCell?[] cells)
    {
        var rows = new List<int>[Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = [];
        var listed = 0L;
        for (var r = 0; r < cells.Length; r++)
        {
            if (cells[r] is not { } cell) continue;
            foreach (var @class in Candidates(cell))
            {
                if (!TableCells.Accepts(cell, _examples[@class]!)) continue;
                rows[@class].Add(r);
                if (++listed > MostListed) return null;
            }
        }

        return Array.ConvertAll(rows, r => r.ToArray());
    }

    /// <summary>The classes that a cell may accept: where it names values no others, where it has bounds the numbers between them.</summary>
    private IEnumerable<int> Candidates(TableCell cell)
    {
        if (cell.In.Count > 0) return cell.In.Select(ClassOf).Distinct();
        if (cell is { Gt: null, Gte: null, Lt: null, Lte: null }) return Enumerable.Range(1, Count - 1);
        var (from, to) = (cell.Gt ?? cell.Gte, cell.Lt ?? cell.Lte);
        var first = from is { } low ? ClassOf(low) : FirstText + _texts.Count;
        return Enumerable.Range(first, Math.Max(0, (to is { } high ? ClassOf(high) : Count - 1) - first + 1));
    }
}
