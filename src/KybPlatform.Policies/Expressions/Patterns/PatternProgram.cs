using System.Buffers;
using System.Text;
using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Patterns;

/// <summary>A pattern as instructions for a machine that follows all threads in step (Thompson 1968, Pike).</summary>
internal sealed class PatternProgram
{
    private const int StepsPerUnit = 8;

    private enum Code { One, At, Split, Jump, Match }

    private readonly record struct Instruction(Code Code, PatternSet? Set = null, PatternPlace Place = default, int First = 0, int Second = 0);

    private readonly List<Instruction> _code = [];
    private readonly Instruction[] _program;

    public PatternProgram(PatternNode node)
    {
        Emit(node);
        _code.Add(new(Code.Match));
        _program = [.. _code];
    }

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.One one:
                _code.Add(new(Code.One, one.Set));
                break;
            case PatternNode.At at:
                _code.Add(new(Code.At, Place: at.Place));
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in sequence.Parts) Emit(part);
                break;
            case PatternNode.Either either:
                EmitEither(either.Parts);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitEither(IReadOnlyList<PatternNode> parts)
    {
        var ends = new List<int>();
        for (var i = 0; i < parts.Count - 1; i++)
        {
            var split = Reserve();
            Emit(parts[i]);
            ends.Add(Reserve());
            _code[split] = new(Code.Split, First: split + 1, Second: _code.Count);
        }
        Emit(parts[^1]);
        foreach (var end in ends) _code[end] = new(Code.Jump, First: _code.Count);
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        for (var i = 0; i < repeat.Least; i++) Emit(repeat.Part);
        if (repeat.Most is null)
        {
            var loop = Reserve();
            Emit(repeat.Part);
            _code.Add(new(Code.Jump, First: loop));
            _code[loop] = new(Code.Split, First: loop + 1, Second: _code.Count);
            return;
        }
        var exits = new List<int>();
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            exits.Add(Reserve());
            Emit(repeat.Part);
        }
        foreach (var exit in exits) _code[exit] = new(Code.Split, First: exit + 1, Second: _code.Count);
    }

    private int Reserve()
    {
        _code.Add(default);
        return _code.Count - 1;
    }

    /// <summary>Whether the text has a match anywhere; null when the budget is used up.</summary>
    public bool? Run(CelFrame frame, string text)
    {
        var size = _program.Length;
        var memory = ArrayPool<int>.Shared.Rent(size * 4);
        try
        {
            Array.Clear(memory, 0, size);
            return Run(frame, text, new Threads(memory.AsSpan(0, size), memory.AsSpan(size, size), memory.AsSpan(size * 2, size * 2)));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    /// <summary>Seen holds for each instruction the last turn it was reached in; active the threads that wait for a code point.</summary>
    private readonly ref struct Threads(Span<int> seen, Span<int> active, Span<int> stack)
    {
        public readonly Span<int> Seen = seen;
        public readonly Span<int> Active = active;
        public readonly Span<int> Stack = stack;
    }

    private bool? Run(CelFrame frame, string text, Threads threads)
    {
        var isAnchored = _program[0] is { Code: Code.At, Place: PatternPlace.TextStart };
        var (turn, waiting, work) = (0, 0, 0);
        Rune? before = null;
        for (var at = 0; ; turn++)
        {
            Rune? next = at < text.Length ? Decode(text, at) : null;
            // Threads that took the last code point, and one that begins here, go on until each waits for the next one.
            var depth = 0;
            if (turn == 0 || !isAnchored) threads.Stack[depth++] = 0;
            for (var i = 0; i < waiting; i++) threads.Stack[depth++] = threads.Active[i];
            if (depth == 0) return false;
            if (Follow(threads, depth, turn + 1, before, next, ref waiting, ref work)) return true;
            if (next is not { } rune) return false;
            work += waiting;
            if (!frame.Charge(work / StepsPerUnit)) return null;
            work %= StepsPerUnit;
            waiting = Take(threads, waiting, rune);
            before = rune;
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>True when a thread reaches the end of the pattern.</summary>
    private bool Follow(Threads threads, int depth, int turn, Rune? before, Rune? next, ref int waiting, ref int work)
    {
        waiting = 0;
        while (depth > 0)
        {
            var at = threads.Stack[--depth];
            if (threads.Seen[at] == turn) continue;
            threads.Seen[at] = turn;
            work++;
            ref readonly var instruction = ref _program[at];
            switch (instruction.Code)
            {
                case Code.Match:
                    return true;
                case Code.One:
                    threads.Active[waiting++] = at;
                    break;
                case Code.At:
                    if (IsAt(instruction.Place, before, next)) threads.Stack[depth++] = at + 1;
                    break;
                case Code.Jump:
                    threads.Stack[depth++] = instruction.First;
                    break;
                case Code.Split:
                    threads.Stack[depth++] = instruction.Second;
                    threads.Stack[depth++] = instruction.First;
                    break;
            }
        }
        return false;
    }

    private int Take(Threads threads, int waiting, Rune rune)
    {
        var kept = 0;
        for (var i = 0; i < waiting; i++)
        {
            var at = threads.Active[i];
            if (_program[at].Set!.Contains(rune)) threads.Active[kept++] = at + 1;
        }
        return kept;
    }

    private static Rune Decode(string text, int at)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _);
        return rune;
    }

    private static bool IsAt(PatternPlace place, Rune? before, Rune? next) => place switch
    {
        PatternPlace.TextStart => before is null,
        PatternPlace.TextEnd => next is null,
        PatternPlace.LineStart => before is null or { Value: '\n' },
        PatternPlace.LineEnd => next is null or { Value: '\n' },
        PatternPlace.WordBoundary => IsWord(before) != IsWord(next),
        PatternPlace.NotWordBoundary => IsWord(before) == IsWord(next),
    };

    private static bool IsWord(Rune? rune) => rune is { IsAscii: true } r && (char.IsAsciiLetterOrDigit((char)r.Value) || r.Value == '_');
}
