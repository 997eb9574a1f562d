namespace KybPlatform.Screening.Lists;

/// <summary>Carries a refusal out of the depth of a parser to its entry point, which turns it into a value.</summary>
internal sealed class ListBrokenException(string code, string detail, string file, long line = 0) : Exception(detail)
{
    public ListRefusal Refusal { get; } = new(code, detail, file, line);
}
