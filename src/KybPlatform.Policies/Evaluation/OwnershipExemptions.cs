using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Businesses whose own owners nobody asks for, by what the facts say of them. What is not known exempts nobody.</summary>
internal static class OwnershipExemptions
{
    public const string Listed = "listed";
    public const string Government = "government";

    /// <summary>The words that a policy may use.</summary>
    public static readonly string[] All = [Listed, Government];

    /// <summary>Facts that the words rest on.</summary>
    public static IEnumerable<string> Facts(IReadOnlyList<string> exempt) => exempt.SelectMany(e => e == Listed ? (string[])["stock_exchange", "stock_ticker"] : ["type"]);

    /// <summary>The first of the words that holds for the business; null where none does.</summary>
    public static string? Of(FactObject business, IReadOnlyList<string> exempt)
    {
        foreach (var word in exempt)
            if (word == Listed ? business.Text("stock_exchange") is { Length: > 0 } && business.Text("stock_ticker") is { Length: > 0 } : business.Text("type") == Government) return word;
        return null;
    }
}
