using Xunit;

namespace KybPlatform.UnitTests.Architecture;

internal static class Violations
{
    /// <summary>Fails with every violation by name, so that one run tells all there is to mend.</summary>
    public static void ShouldBeNone<T>(this IEnumerable<T> violations)
    {
        var all = violations.Select(v => v?.ToString() ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} violations:\n{string.Join('\n', all)}");
    }
}
