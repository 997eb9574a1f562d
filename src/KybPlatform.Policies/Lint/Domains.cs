namespace KybPlatform.Policies.Lint;

/// <summary>What values an expression can have at all, by its text: paths by the vocabulary, sizes are whole numbers from 0 on.</summary>
internal static class Domains
{
    public const string CountMark = "# ";

    public static ValueSet Of(string key)
    {
        if (IsCount(key)) return ValueSet.Nothing with { Numbers = Intervals.Above(0, included: true) };
        if (Vocabulary.Shipped.Find(key) is not { } entry) return ValueSet.Anything;
        return entry.Type switch
        {
            FactType.Bool => ValueSet.Of(true).Union(ValueSet.Of(false)) with { Null = true },
            FactType.Enum when entry.Values.Count > 0 => ValueSet.Nothing with { Texts = TextSet.Of(entry.Values), Null = true },
            FactType.Int or FactType.Number => ValueSet.Nothing with { Numbers = Intervals.All, Null = true, Other = true },
            FactType.Date or FactType.Timestamp => ValueSet.Nothing with { Times = Intervals.All, Null = true },
            FactType.String or FactType.Country or FactType.Email or FactType.Phone or FactType.Url => ValueSet.Nothing with { Texts = TextSet.All, Null = true },
            _ => ValueSet.Anything,
        };
    }

    /// <summary>The values an enum of the vocabulary can have; empty for anything else.</summary>
    public static IReadOnlyList<string> ValuesOf(string key) => Vocabulary.Shipped.Find(key) is { Type: FactType.Enum } entry ? entry.Values : [];

    public static ValueSet Narrow(string key, ValueSet values) =>
        IsCount(key) || Vocabulary.Shipped.Find(key)?.Type == FactType.Int ? values with { Numbers = values.Numbers.Whole() } : values;

    private static bool IsCount(string key) => key.StartsWith(CountMark, StringComparison.Ordinal);
}
