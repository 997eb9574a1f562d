using System.Text;
using KybPlatform.Policies.Expressions.Execution;

namespace KybPlatform.Policies.Expressions.Functions;

/// <summary>Join, split and replace. What they make is paid for before it is made.</summary>
internal static class TextParts
{
    public static CelValue Join(CelFrame frame, CelValue a, CelValue b)
    {
        if (a is not CelList list || b is not CelString separator) return frame.NoOverload("join", a, b);
        if (!frame.Charge(list.Weight + list.Count * separator.Weight)) return frame.OutOfBudget();
        foreach (var item in list.Items)
        {
            if (item is not CelString) return item.IsValue ? frame.NoOverload("join", item) : item;
        }
        return frame.Made(CelValue.Of(string.Join(separator.Value, list.Select(i => ((CelString)i).Value))));
    }

    public static CelValue Split(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not ([CelString, CelString] or [CelString, CelString, CelInt])) return frame.NoOverload("split", arguments);
        var (text, separator) = (((CelString)arguments[0]).Value, ((CelString)arguments[1]).Value);
        var limit = arguments.Length == 3 ? ((CelInt)arguments[2]).Value : -1;
        if (limit == 0) return CelList.Empty;
        if (!frame.Charge(text.Length + StringFunctions.CostOfSearch(text, separator))) return frame.OutOfBudget();
        var most = limit < 0 || limit > int.MaxValue ? int.MaxValue : (int)limit;
        IEnumerable<string> parts = separator.Length == 0 ? Characters(text, most) : text.Split(separator, most, StringSplitOptions.None);
        return frame.Made(new CelList([.. parts.Select(p => CelValue.Of(p))]));
    }

    private static List<string> Characters(string text, int most)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var width = parts.Count == most - 1 ? text.Length - at : char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            parts.Add(text.Substring(at, width));
            at += width;
        }
        return parts;
    }

    public static CelValue Replace(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not ([CelString, CelString, CelString] or [CelString, CelString, CelString, CelInt])) return frame.NoOverload("replace", arguments);
        var (text, old, by) = (((CelString)arguments[0]).Value, ((CelString)arguments[1]).Value, ((CelString)arguments[2]).Value);
        var limit = arguments.Length == 4 && ((CelInt)arguments[3]).Value is >= 0 and var n ? n : long.MaxValue;
        if (!frame.Charge(StringFunctions.CostOfSearch(text, old))) return frame.OutOfBudget();
        var result = new StringBuilder();
        var at = 0;
        while (limit-- > 0 && text.IndexOf(old, at, StringComparison.Ordinal) is var next and >= 0)
        {
            if (!frame.Charge(1 + by.Length / 8)) return frame.OutOfBudget();
            result.Append(text, at, next - at).Append(by);
            at = next + old.Length;
            if (old.Length > 0) continue;
            if (at >= text.Length) return frame.Made(CelValue.Of(result.ToString()));
            var width = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            result.Append(text, at, width);
            at += width;
        }
        return frame.Made(CelValue.Of(result.Append(text, at, text.Length - at).ToString()));
    }
}
