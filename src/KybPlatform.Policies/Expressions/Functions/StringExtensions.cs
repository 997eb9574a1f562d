using System.Text;
using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Syntax;
using static KybPlatform.Policies.Expressions.Functions.Declare;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>The strings extension. Positions count code points from zero; one outside the text is an error.</summary>
internal static class StringExtensions
{
    public static IReadOnlyList<CelFunction> All { get; } =
    [
        Function("charAt", CharAt, Member(CelType.String, CelType.String, CelType.Int)),
        Function("indexOf", new CelBody { Two = (f, a, b) => IndexOf(f, [a, b]), Many = IndexOf },
            Member(CelType.Int, CelType.String, CelType.String), Member(CelType.Int, CelType.String, CelType.String, CelType.Int)),
        Function("lastIndexOf", new CelBody { Two = (f, a, b) => LastIndexOf(f, [a, b]), Many = LastIndexOf },
            Member(CelType.Int, CelType.String, CelType.String), Member(CelType.Int, CelType.String, CelType.String, CelType.Int)),
        Function("join", new CelBody { One = (f, a) => TextParts.Join(f, a, CelString.Empty), Two = TextParts.Join },
            Member(CelType.String, CelType.ListOf(CelType.String)), Member(CelType.String, CelType.ListOf(CelType.String), CelType.String)),
        Function("split", new CelBody { Two = (f, a, b) => TextParts.Split(f, [a, b]), Many = TextParts.Split },
            Member(CelType.ListOf(CelType.String), CelType.String, CelType.String),
            Member(CelType.ListOf(CelType.String), CelType.String, CelType.String, CelType.Int)),
        Function("replace", new CelBody { Many = TextParts.Replace },
            Member(CelType.String, CelType.String, CelType.String, CelType.String),
            Member(CelType.String, CelType.String, CelType.String, CelType.String, CelType.Int)),
        Function("substring", new CelBody { Two = (f, a, b) => Substring(f, [a, b]), Many = Substring },
            Member(CelType.String, CelType.String, CelType.Int), Member(CelType.String, CelType.String, CelType.Int, CelType.Int)),
        Change("lowerAscii", s => Map(s, char.IsAsciiLetterUpper, 32)),
        Change("upperAscii", s => Map(s, char.IsAsciiLetterLower, -32)),
        Change("trim", s => s.Trim()),
        Change("reverse", CodePoints.Reverse),
        Function("strings.quote", (f, a) => a is CelString s ? Made(f, s, Quote) : f.NoOverload("strings.quote", a), Global(CelType.String, CelType.String)),
        Function("format", TextFormat.Format, Member(CelType.String, CelType.String, CelType.ListOf(CelType.Dyn))),
    ];

    private static CelFunction Change(string name, Func<string, string> change) =>
        Function(name, (f, a) => a is CelString s ? Made(f, s, change) : f.NoOverload(name, a), Member(CelType.String, CelType.String));

    private static CelValue Made(CelFrame frame, CelString text, Func<string, string> change) =>
        frame.Charge(text.Weight) ? frame.Made(CelValue.Of(change(text.Value))) : frame.OutOfBudget();

    private static string Map(string text, Func<char, bool> isMapped, int by) =>
        string.Create(text.Length, (text, isMapped, by), static (chars, state) =>
        {
            for (var i = 0; i < chars.Length; i++) chars[i] = state.isMapped(state.text[i]) ? (char)(state.text[i] + state.by) : state.text[i];
        });

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        CelPrinter.Quote(text, quoted);
        return quoted.ToString();
    }

    private static CelValue CharAt(CelFrame frame, CelValue a, CelValue b)
    {
        if (a is not CelString text || b is not CelInt at) return frame.NoOverload("charAt", a, b);
        var count = CodePoints.Count(text.Value);
        if (at.Value < 0 || at.Value > count) return OutOfText(frame);
        if (at.Value == count) return CelString.Empty;
        var offset = CodePoints.Offset(text.Value, (int)at.Value);
        return CelValue.Of(text.Value.Substring(offset, char.IsHighSurrogate(text.Value[offset]) ? 2 : 1));
    }

    private static CelValue IndexOf(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not ([CelString, CelString] or [CelString, CelString, CelInt])) return frame.NoOverload("indexOf", arguments);
        var (text, part) = (((CelString)arguments[0]).Value, ((CelString)arguments[1]).Value);
        if (!frame.Charge(StringFunctions.CostOfSearch(text, part))) return frame.OutOfBudget();
        var from = arguments.Length == 3 ? ((CelInt)arguments[2]).Value : 0;
        if (from < 0 || from > CodePoints.Count(text)) return OutOfText(frame);
        var at = text.IndexOf(part, CodePoints.Offset(text, (int)from), StringComparison.Ordinal);
        return CelValue.Of((long)(at < 0 ? -1 : CodePoints.Position(text, at)));
    }

    private static CelValue LastIndexOf(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not ([CelString, CelString] or [CelString, CelString, CelInt])) return frame.NoOverload("lastIndexOf", arguments);
        var (text, part) = (((CelString)arguments[0]).Value, ((CelString)arguments[1]).Value);
        if (!frame.Charge(StringFunctions.CostOfSearch(text, part))) return frame.OutOfBudget();
        var count = CodePoints.Count(text);
        var from = arguments.Length == 3 ? ((CelInt)arguments[2]).Value : count;
        if (from < 0 || from > count) return OutOfText(frame);
        var offset = CodePoints.Offset(text, (int)from);
        if (part.Length == 0) return CelValue.Of(from);
        var at = text.AsSpan(0, (int)Math.Min((long)offset + part.Length, text.Length)).LastIndexOf(part.AsSpan(), StringComparison.Ordinal);
        return CelValue.Of((long)(at < 0 ? -1 : CodePoints.Position(text, at)));
    }

    private static CelValue Substring(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not ([CelString, CelInt] or [CelString, CelInt, CelInt])) return frame.NoOverload("substring", arguments);
        var text = (CelString)arguments[0];
        if (!frame.Charge(text.Weight)) return frame.OutOfBudget();
        var count = CodePoints.Count(text.Value);
        var from = ((CelInt)arguments[1]).Value;
        var to = arguments.Length == 3 ? ((CelInt)arguments[2]).Value : count;
        if (from < 0 || to < from || to > count) return OutOfText(frame);
        return CelValue.Of(text.Value[CodePoints.Offset(text.Value, (int)from)..CodePoints.Offset(text.Value, (int)to)]);
    }

    public static CelError OutOfText(CelFrame frame) => frame.Fail(CelErrorCodes.IndexOutOfBounds, "The position is outside the text.");
}
