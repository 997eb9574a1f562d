using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Resolution;

namespace KybPlatform.Policies;

/// <summary>A table over the slots of rows. An input that is a path alone is classed without being computed.</summary>
internal sealed class RowTable
{
    private const int MostOnStack = 64;
    private readonly CompiledTable _table;
    private readonly Input[] _inputs;

    public RowTable(CompiledTable table, RowLayout layout)
    {
        _table = table;
        Acts = table.Acts;
        _inputs = [.. table.Inputs.Select((program, i) => new Input(program, table.Index.Columns[i], layout))];
    }

    /// <summary>Whether what comes out counts, or is only reported.</summary>
    public bool Acts { get; }

    /// <summary>Once no more texts get numbers.</summary>
    public void Freeze()
    {
        foreach (var input in _inputs) input.Freeze();
    }

    public TableDecision Decide(FactRow row)
    {
        Span<int> classes = _inputs.Length <= MostOnStack ? stackalloc int[_inputs.Length] : new int[_inputs.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = _inputs[i].ClassOf(row);
            if (classes[i] < 0) return _table.Failed;
        }

        return _table.Index.Decide(classes);
    }

    private sealed class Input
    {
        private const int Error = -1;
        private readonly CelProgram _program;
        private readonly TableColumn _column;
        private readonly SymbolTable? _symbols;
        private readonly int _slot = -1;
        private readonly FactSlotKind _kind;
        private int[] _bySymbol = [];

        public Input(CelProgram program, TableColumn column, RowLayout layout)
        {
            (_program, _column) = (program, column);
            if (program.Path is not { } path || layout.Find(path) is not { Kind: not FactSlotKind.Value } slot) return;
            (_slot, _kind) = (slot.Index, slot.Kind);
            if (_kind != FactSlotKind.Text) return;
            _symbols = layout.Symbols[_slot];
            foreach (var text in column.Texts) _symbols.Add(text);
        }

        public void Freeze()
        {
            if (_symbols is null) return;
            _bySymbol = new int[_symbols.Count];
            _bySymbol[0] = TableColumn.OtherText;
            foreach (var (text, number) in _symbols.Numbers) _bySymbol[number] = _column.ClassOf(text);
        }

        public int ClassOf(FactRow row)
        {
            if (_slot < 0 || row.IsIrregular) return Computed(row);
            ref var cell = ref row.Cells[_slot];
            return cell.State switch
            {
                FactCell.Present => _kind switch
                {
                    FactSlotKind.Text => _bySymbol[cell.Symbol],
                    FactSlotKind.Whole => _column.ClassOf((double)cell.Whole),
                    FactSlotKind.Number => _column.ClassOf(cell.Number),
                    FactSlotKind.Flag => TableColumn.ClassOf(cell.Whole != 0),
                    _ => TableColumn.Absent,
                },
                FactCell.Absent => TableColumn.Absent,
                FactCell.Unknown => TableColumn.Unknown,
                _ => Error,
            };
        }

        private int Computed(FactRow row)
        {
            var value = _program.Evaluate(row.Facts);
            return value is CelError ? Error : TableEvaluation.ClassOf(_column, value);
        }
    }
}
