namespace KybPlatform.IntegrationTests.App;

internal static class Violations
{
    /// <summary>Fails with every violation by name, so that one run tells all there is to mend.</summary>
    public static void ShouldBeNone<T>(this IEnumerable<T> violations, string because = "")
    {
        var all = violations.Select(v => v?.ToString() ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} violations {because}\n{string.Join('\n', all)}");
    }
}
