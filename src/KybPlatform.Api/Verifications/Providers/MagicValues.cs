using System.Text.Json;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Identifiers.Contacts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>
/// What a test tenant writes to force an outcome; docs/verifications.md lists them. In live tenants these are values like any other.
/// </summary>
internal static class MagicValues
{
    private const string Prefix = "TEST-";

    /// <summary>The answer that a magic value forces: every check alike, marked as resting on no data.</summary>
    /// <param name="reason">Of a failure.</param>
    public static VerificationAnswer Answer(IReadOnlyList<string> asked, CheckOutcome forced, string reason) =>
        VerificationAnswer.Of(asked.All(forced), forced == CheckOutcome.Failed ? reason : null, new Simulated(true)) with { Sample = true };

    /// <summary><c>TEST-PASSED</c>, <c>TEST-FAILED</c>, <c>TEST-INCONCLUSIVE</c> and <c>TEST-SLOW</c>, which passes, with anything after another hyphen: registration and document numbers.</summary>
    public static CheckOutcome? OfNumber(string? number) => Parts(number) is [_, var word, ..] ? OfWord(word) : null;

    /// <summary>The same numbers with a part <c>CLAIMED</c>, <c>UNCLAIMED</c> or <c>UNCERTAIN</c>: whether another profile has them.</summary>
    public static CheckOutcome? OfClaim(IEnumerable<string?> numbers)
    {
        CheckOutcome? found = null;
        foreach (var part in numbers.SelectMany(Parts))
        {
            if (part is "CLAIMED") return CheckOutcome.Failed;
            if (part is "UNCERTAIN") found = CheckOutcome.Inconclusive;
            else if (part is "UNCLAIMED") found ??= CheckOutcome.Passed;
        }
        return found;
    }

    /// <summary>An address with the tag <c>+passed</c>, <c>+failed</c> or <c>+inconclusive</c>.</summary>
    public static CheckOutcome? OfEmail(string? address)
    {
        var at = address?.LastIndexOf('@') ?? -1;
        var plus = at < 0 ? -1 : address!.LastIndexOf('+', at);
        return plus < 0 ? null : OfWord(address![(plus + 1)..at].ToUpperInvariant());
    }

    /// <summary>A host that begins with <c>passed.</c>, <c>failed.</c> or <c>inconclusive.</c> under <c>example.com</c>.</summary>
    public static CheckOutcome? OfWebsite(string? address)
    {
        var host = WebAddresses.Parse(address).Host;
        return host is not null && host.EndsWith(".example.com", StringComparison.Ordinal) ? OfWord(host.Split('.')[0].ToUpperInvariant()) : null;
    }

    /// <summary>Numbers of the unassigned block +1 500 555.</summary>
    public static CheckOutcome? OfPhone(string? number) => number is null ? null : string.Concat(number.Where(char.IsAsciiDigit)) switch
    {
        "15005550006" => CheckOutcome.Passed,
        "15005550001" => CheckOutcome.Failed,
        "15005550003" => CheckOutcome.Inconclusive,
        _ => null,
    };

    /// <summary>A name with the word <c>Sanctioned</c>, <c>Cleared</c> or <c>Unscreenable</c>.</summary>
    public static CheckOutcome? OfName(string name)
    {
        foreach (var word in name.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "SANCTIONED") return CheckOutcome.Failed;
            if (word is "UNSCREENABLE") return CheckOutcome.Inconclusive;
            if (word is "CLEARED") return CheckOutcome.Passed;
        }
        return null;
    }

    /// <summary>The facts of a subject hold a value whose answer is long in coming: <c>TEST-SLOW</c>, <c>+slow@</c>, <c>slow.example.com</c>.</summary>
    public static bool IsSlow(JsonElement about) =>
        about.ValueKind == JsonValueKind.Object && about.GetRawText() is var text
        && (text.Contains("\"TEST-SLOW", StringComparison.OrdinalIgnoreCase) || text.Contains("+slow@", StringComparison.OrdinalIgnoreCase) || text.Contains("//slow.example.com", StringComparison.OrdinalIgnoreCase));

    private static string[] Parts(string? number) =>
        number?.Trim().ToUpperInvariant() is { } text && text.StartsWith(Prefix, StringComparison.Ordinal) ? text.Split('-') : [];

    private static CheckOutcome? OfWord(string word) => word switch
    {
        "PASSED" or "SLOW" => CheckOutcome.Passed,
        "FAILED" => CheckOutcome.Failed,
        "INCONCLUSIVE" => CheckOutcome.Inconclusive,
        _ => null,
    };

    private sealed record Simulated(bool IsSimulated);
}
