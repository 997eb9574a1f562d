using System.Collections.Frozen;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications.Providers;

/// <summary>What all built-in providers do alike.</summary>
internal static class Asking
{
    /// <summary>The checks that are asked for; all that the provider has where none is named.</summary>
    public static IReadOnlyList<string> Asked(this IVerificationProvider provider, VerificationRequest request) =>
        request.Checks.Count == 0 ? provider.Checks : [.. provider.Checks.Intersect(request.Checks, StringComparer.Ordinal)];

    /// <summary>The same for a forced answer, which names also what nobody here could answer.</summary>
    public static IReadOnlyList<string> Forced(this IVerificationProvider provider, VerificationRequest request) => request.Checks.Count == 0 ? provider.Checks : request.Checks;

    /// <summary>Every check of them ended the same way.</summary>
    public static FrozenDictionary<string, CheckOutcome> All(this IEnumerable<string> checks, CheckOutcome outcome) =>
        checks.ToFrozenDictionary(c => c, _ => outcome, StringComparer.Ordinal);

    /// <summary>The subject does not have what the checks would look at: nothing can be said, which is never a pass.</summary>
    public static VerificationAnswer NothingToCheck(this IReadOnlyList<string> asked) => VerificationAnswer.Of(asked.All(CheckOutcome.Inconclusive), "field_missing");

    /// <summary>Yes, no, or could not be told.</summary>
    public static CheckOutcome Outcome(bool? holds) => holds switch
    {
        true => CheckOutcome.Passed,
        false => CheckOutcome.Failed,
        null => CheckOutcome.Inconclusive,
    };
}
