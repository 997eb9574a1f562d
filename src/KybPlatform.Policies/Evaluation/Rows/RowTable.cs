using System.Linq.Expressions;
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

    /// <summary>By input: how far each symbol of its slot moves the place in the index; empty where no text is read.</summary>
    public IEnumerable<int[]> Offsets => _inputs.Select((input, i) => input.Offsets(_table.Index.StrideOf(i)));

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

    /// <summary>What the table says to a place in its index.</summary>
    public TableDecision DecideAt(int place) => _table.Index.DecideAt(place);

    /// <summary>The place in the index as code; null where an input is computed or the index keeps no places.</summary>
    /// <param name="facts">Where facts come from.</param>
    /// <param name="offsets">The offsets of an input, by its number among those of all tables.</param>
    /// <param name="number">The number of the table's first input; of the next table's afterwards.</param>
    public Expression? Place(RowSource facts, Func<int, Expression> offsets, ref int number)
    {
        if (!_table.Index.KeepsPlaces) return null;
        Expression place = Expression.Constant(0);
        for (var i = 0; i < _inputs.Length; i++, number++)
        {
            if (_inputs[i].Offset(facts, offsets(number), _table.Index.StrideOf(i)) is not { } offset) return null;
            place = i == 0 ? offset : Expression.Add(place, offset);
        }

        return place;
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

        public int[] Offsets(int stride) => _symbols is null ? [] : [.. _bySymbol.Select(c => c * stride), TableColumn.Absent * stride];

        /// <summary>What the input adds to the place; null where it is computed.</summary>
        public Expression? Offset(RowSource facts, Expression offsets, int stride)
        {
            if (_slot < 0) return null;
            if (!facts.IsKnown(_slot)) return Expression.Constant(TableColumn.Unknown * stride);
            if (_kind == FactSlotKind.Text) return Expression.ArrayIndex(offsets, facts.Symbol(_slot));
            var fact = facts.Fact(new FactSlot(_slot, "", _kind));
            Expression present = _kind == FactSlotKind.Instant ? Expression.Constant(TableColumn.Absent)
                : _kind == FactSlotKind.Flag ? Expression.Condition(Expression.NotEqual(fact.Value!, Expression.Constant(0L)), Expression.Constant(TableColumn.ClassOf(true)), Expression.Constant(TableColumn.ClassOf(false)))
                : Expression.Call(Expression.Constant(_column), nameof(TableColumn.ClassOf), [], Expression.Convert(fact.Value!, typeof(double)));
            return Expression.Multiply(RowStates.Of(fact.State!, present, Expression.Constant(TableColumn.Absent)), Expression.Constant(stride));
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
            return value is CelUnknown || TableEvaluation.IsComparable(value) ? TableEvaluation.ClassOf(_column, value) : Error;
        }
    }
}
