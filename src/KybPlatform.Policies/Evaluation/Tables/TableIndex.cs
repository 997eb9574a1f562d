using KybPlatform.Policies.Documents;

namespace KybPlatform.Policies;

/// <summary>
/// Finds the rows that apply without looking at the others: starts from the input that leaves the fewest rows, and keeps what was decided for every
/// combination of classes, as far as there are few enough. Says exactly what looking at every row would say. Safe for all threads.
/// </summary>
internal sealed class TableIndex
{
    private const int MostKept = 262_144;
    private const int KeptForAll = 4_096;
    private const int KeptPerRow = 8;

    private readonly DecisionTable _table;
    private readonly TableCell?[][] _cells;
    private readonly TableColumn[] _columns;
    private readonly int[] _strides;
    private readonly int _combinations;
    private TableDecision?[]? _kept;

    public TableIndex(DecisionTable table)
    {
        _table = table;
        _cells = [.. table.Inputs.Select(input => table.Rows.Select(row => row.If.GetValueOrDefault(input.Key)).ToArray())];
        _columns = Array.ConvertAll(_cells, cells => new TableColumn(cells));
        _strides = new int[_columns.Length];
        var product = 1L;
        for (var i = 0; i < _columns.Length; i++)
        {
            _strides[i] = (int)product;
            product = Math.Min(product * _columns[i].Count, int.MaxValue);
        }

        _combinations = product <= Math.Min(MostKept, KeptForAll + (long)KeptPerRow * table.Rows.Count) ? (int)product : 0;
    }

    public DecisionTable Table => _table;

    /// <summary>Whether combinations are few enough for each to have a place.</summary>
    public bool KeepsPlaces => _combinations > 0;

    public ReadOnlySpan<TableColumn> Columns => _columns;

    /// <summary>What the table says to one class for each input.</summary>
    public TableDecision Decide(ReadOnlySpan<int> classes)
    {
        if (!KeepsPlaces) return Find(classes);
        var place = 0;
        for (var i = 0; i < classes.Length; i++) place += classes[i] * _strides[i];
        return Kept()[place] ??= Find(classes);
    }

    /// <summary>What the table says to a place: the sum over its inputs of a class by the input's stride.</summary>
    public TableDecision DecideAt(int place) => Kept()[place] ?? FindAt(place);

    public int StrideOf(int column) => _strides[column];

    /// <summary>The rows, counted from 0 and in order, that apply to known values.</summary>
    public List<int> RowsFor(ReadOnlySpan<object> values)
    {
        var classes = new int[values.Length];
        for (var i = 0; i < classes.Length; i++) classes[i] = _columns[i].ClassOf(values[i]);
        return Matching(classes, all: true).Sure;
    }

    private TableDecision?[] Kept() => _kept ??= new TableDecision?[_combinations];

    private TableDecision FindAt(int place)
    {
        var classes = new int[_columns.Length];
        for (var (i, rest) = (_columns.Length - 1, place); i >= 0; i--) (classes[i], rest) = (rest / _strides[i], rest % _strides[i]);
        return Kept()[place] = Find(classes);
    }

    private TableDecision Find(ReadOnlySpan<int> classes)
    {
        var (sure, maybe) = Matching(classes, all: _table.Hit != HitPolicy.First);
        return TableDecision.Of(_table, sure, maybe);
    }

    /// <summary>Unless all are wanted, nothing after the first row that surely applies.</summary>
    private (List<int> Sure, List<int> Maybe) Matching(ReadOnlySpan<int> classes, bool all)
    {
        var (sure, maybe) = (new List<int>(), new List<int>());
        foreach (var row in Candidates(classes))
        {
            var applies = Applies(row, classes);
            if (applies == false) continue;
            (applies == true ? sure : maybe).Add(row);
            if (applies == true && !all) break;
        }

        return (sure, maybe);
    }

    /// <summary>Null when it hangs on an input that is not known.</summary>
    private bool? Applies(int row, ReadOnlySpan<int> classes)
    {
        bool? result = true;
        for (var i = 0; i < classes.Length; i++)
        {
            if (_cells[i][row] is not { } cell) continue;
            if (classes[i] == TableColumn.Unknown) result = null;
            else if (!TableCells.Accepts(cell, _columns[i].ExampleOf(classes[i])!)) return false;
        }

        return result;
    }

    private RowsInOrder Candidates(ReadOnlySpan<int> classes)
    {
        var best = new RowsInOrder([], [], _table.Rows.Count);
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] == TableColumn.Unknown || !_columns[i].IsListed) continue;
            var rows = new RowsInOrder(_columns[i].AcceptingRows(classes[i]), _columns[i].WithoutCell, 0);
            if (rows.Count < best.Count) best = rows;
        }

        return best;
    }

    /// <summary>Two lists of rows as one, or all rows up to a number.</summary>
    private ref struct RowsInOrder(ReadOnlySpan<int> left, ReadOnlySpan<int> right, int all)
    {
        private readonly ReadOnlySpan<int> _left = left;
        private readonly ReadOnlySpan<int> _right = right;
        private int _l;
        private int _r;

        public readonly int Count => all + _left.Length + _right.Length;

        public int Current { get; private set; } = -1;

        public readonly RowsInOrder GetEnumerator() => this;

        public bool MoveNext()
        {
            if (all > 0) return ++Current < all;
            if (_l < _left.Length && (_r == _right.Length || _left[_l] < _right[_r])) Current = _left[_l++];
            else if (_r < _right.Length) Current = _right[_r++];
            else return false;
            return true;
        }
    }
}
