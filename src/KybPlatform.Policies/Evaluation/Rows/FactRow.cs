using System.Runtime.CompilerServices;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// The facts of one submission as typed slots, for hosts that have them in memory: filled, evaluated, cleared and filled again without a byte
/// allocated. A slot that was not set is unknown. Not for several threads; each takes a row of its own from <see cref="RowPolicy.NewRow"/>.
/// </summary>
public sealed class FactRow
{
    /// <summary>So many characters cost no expression its budget, so that only longer ones have to be counted.</summary>
    internal const int LongestPlainText = 4_096;

    private readonly RowLayout _layout;
    private readonly SymbolTable[] _symbols;
    private readonly string[] _paths;

    internal FactRow(RowLayout layout, int tables, int conditions)
    {
        _layout = layout;
        (_symbols, _paths) = (layout.Symbols, layout.Paths);
        Cells = new FactCell[layout.Slots.Count];
        Facts = new RowFacts(this, layout);
        Verdict = new RowVerdict(tables, conditions);
        Clear();
    }

    /// <summary>What the last evaluation gave; overwritten by the next.</summary>
    public RowVerdict Verdict { get; }

    internal FactCell[] Cells { get; }

    internal RowFacts Facts { get; }

    internal RowLayout Layout => _layout;

    /// <summary>True when a value is none of its slot's kind, or too long not to be counted: then expressions are evaluated as written.</summary>
    internal bool IsIrregular { get; private set; }

    /// <summary>A text, or null for a fact that is known to be absent.</summary>
    public void Set(in FactSlot slot, string? text)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Text);
        cell.Text = text;
        if (text is null)
        {
            cell.State = FactCell.Absent;
            return;
        }

        cell.State = FactCell.Present;
        cell.Symbol = _symbols[slot.Index].Find(text);
        if (text.Length > LongestPlainText) IsIrregular = true;
    }

    /// <summary>A whole number; a slot for numbers takes it too.</summary>
    public void Set(in FactSlot slot, long number)
    {
        if (slot.Kind == FactSlotKind.Number)
        {
            Set(slot, (double)number);
            return;
        }

        ref var cell = ref Cell(slot, FactSlotKind.Whole);
        (cell.State, cell.Whole) = (FactCell.Present, number);
    }

    public void Set(in FactSlot slot, double number)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Number);
        (cell.State, cell.Number) = (FactCell.Present, number);
    }

    public void Set(in FactSlot slot, bool flag)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Flag);
        (cell.State, cell.Whole) = (FactCell.Present, flag ? 1 : 0);
    }

    public void Set(in FactSlot slot, DateTimeOffset instant)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Instant);
        (cell.State, cell.Whole) = (FactCell.Present, instant.UtcTicks);
    }

    /// <summary>The date at 00:00Z.</summary>
    public void Set(in FactSlot slot, DateOnly date)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Instant);
        (cell.State, cell.Whole) = (FactCell.Present, date.DayNumber * TimeSpan.TicksPerDay);
    }

    /// <summary>A list, or an object as a whole. Null values, unknowns and errors are taken as what they are.</summary>
    public void Set(in FactSlot slot, CelValue value)
    {
        ref var cell = ref Cell(slot, FactSlotKind.Value);
        (cell.State, cell.Value) = (StateOf(value), value);
    }

    /// <summary>Known to be absent: it reads as null.</summary>
    public void SetAbsent(FactSlot slot) => Cell(slot, slot.Kind).State = FactCell.Absent;

    public void SetUnknown(FactSlot slot) => Cell(slot, slot.Kind).State = FactCell.Unknown;

    /// <summary>Makes every slot unknown.</summary>
    public void Clear()
    {
        var cells = Cells;
        for (var i = 0; i < cells.Length; i++) cells[i].State = FactCell.Unknown;
        IsIrregular = false;
    }

    /// <summary>Fills every slot from a document: the row then says what the document says.</summary>
    public void Read(FactDocument facts)
    {
        Clear();
        for (var i = 0; i < Cells.Length; i++) Read(ref Cells[i], _layout.Slots[i], _layout.ReaderOf(i).Evaluate(facts));
    }

    private void Read(ref FactCell cell, FactSlot slot, CelValue value)
    {
        cell.State = StateOf(value);
        cell.Value = value;
        if (cell.State != FactCell.Present || slot.Kind == FactSlotKind.Value) return;
        cell.Value = null;
        switch (value)
        {
            case CelString text when slot.Kind == FactSlotKind.Text:
                Set(slot, text.Value);
                break;
            case CelInt whole when slot.Kind == FactSlotKind.Whole:
                cell.Whole = whole.Value;
                break;
            case CelDouble number when slot.Kind == FactSlotKind.Number:
                cell.Number = number.Value;
                break;
            case CelBool flag when slot.Kind == FactSlotKind.Flag:
                cell.Whole = flag.Value ? 1 : 0;
                break;
            case CelTimestamp instant when slot.Kind == FactSlotKind.Instant && RowTime.TryTicks(instant, out var ticks):
                cell.Whole = ticks;
                break;
            default:
                cell.Value = value;
                IsIrregular = true;
                break;
        }
    }

    private static int StateOf(CelValue value) => value.Kind switch
    {
        CelKind.Null => FactCell.Absent,
        CelKind.Unknown => FactCell.Unknown,
        CelKind.Error => FactCell.Failed,
        _ => FactCell.Present,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref FactCell Cell(in FactSlot slot, FactSlotKind kind)
    {
        if (slot.Kind != kind || (uint)slot.Index >= (uint)_paths.Length || !ReferenceEquals(_paths[slot.Index], slot.Path)) Refuse(slot, kind);
        ref var cell = ref Cells[slot.Index];
        cell.Value = null;
        return ref cell;
    }

    private static void Refuse(FactSlot slot, FactSlotKind kind) => throw new ArgumentException(
        slot.Kind == kind ? $"'{slot.Path}' is a slot of another policy." : $"'{slot.Path}' takes {slot.Kind}, not {kind}.", nameof(slot));
}
