using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>A row as expressions read facts: the objects that its paths lead through, with the slots at their ends.</summary>
internal sealed class RowFacts : ICelFacts
{
    private readonly FactRow _row;
    private readonly RowLayout _layout;
    private readonly int _now;
    private readonly Dictionary<string, Branch> _roots = new(StringComparer.Ordinal);

    public RowFacts(FactRow row, RowLayout layout)
    {
        (_row, _layout, _now) = (row, layout, -1);
        for (var i = 0; i < layout.Slots.Count; i++)
        {
            var parts = layout.Slots[i].Path.Split('.');
            if (parts is ["now"]) _now = i;
            var branch = _roots.TryGetValue(parts[0], out var known) ? known : _roots[parts[0]] = new Branch(this, null, parts[0], parts.Length == 1 ? i : -1);
            for (var p = 1; p < parts.Length; p++) branch = branch.Member(parts[p], p == parts.Length - 1 ? i : -1);
        }
    }

    public CelValue Variable(string name) => _roots.TryGetValue(name, out var branch) ? branch.Read() ?? CelUnknown.Of(name) : CelUnknown.Of(name);

    public CelValue Call(CelFunction function, CelValue[] arguments) => DomainFunctionNames.Call(function, arguments, _layout.Options.Functions, Now);

    private long? Now => _now >= 0 && ValueOf(_now) is CelTimestamp now ? now.Seconds : null;

    /// <summary>Null when not known.</summary>
    private CelValue? ValueOf(int slot)
    {
        ref var cell = ref _row.Cells[slot];
        if (cell.Value is { } value) return value;
        return cell.State switch
        {
            FactCell.Absent => CelValue.Null,
            FactCell.Unknown => null,
            FactCell.Present => Present(ref cell, _layout.Slots[slot].Kind),
            _ => new CelError(CelErrorCodes.InvalidFact, "The value does not fit its path."),
        };
    }

    private static CelValue Present(ref FactCell cell, FactSlotKind kind) => kind switch
    {
        FactSlotKind.Text => CelValue.Of(cell.Text),
        FactSlotKind.Whole => CelValue.Of(cell.Whole),
        FactSlotKind.Number => CelValue.Of(cell.Number),
        FactSlotKind.Flag => CelValue.Of(cell.Whole != 0),
        FactSlotKind.Instant => RowTime.ToValue(cell.Whole),
        FactSlotKind.Value => cell.Value!,
    };

    /// <summary>An object on the way to slots, or a slot at the end of a path.</summary>
    private sealed class Branch(RowFacts facts, Branch? parent, string name, int slot) : CelObject(parent, name)
    {
        private readonly Dictionary<string, Branch> _members = new(StringComparer.Ordinal);

        public override IReadOnlyCollection<string> Fields => _members.Keys;

        public Branch Member(string field, int at) => _members.TryGetValue(field, out var known) ? known : _members[field] = new Branch(facts, this, field, at);

        public CelValue? Read() => slot < 0 ? this : facts.ValueOf(slot);

        public override CelValue? Find(string field) => _members.TryGetValue(field, out var member) ? member.Read() : null;
    }
}
