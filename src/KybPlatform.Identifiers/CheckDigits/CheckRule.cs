namespace KybPlatform.Identifiers.CheckDigits;

/// <summary>Null when this form of the number carries no check digit, or when a failed check no longer proves anything.</summary>
internal delegate bool? CheckFunction(ReadOnlySpan<char> value);

/// <summary>A check-digit rule, run only on values of the right shape.</summary>
/// <param name="Family">Stable name for the scheme list.</param>
/// <param name="CatchesEveryDigit">The family guarantees that one changed digit is always noticed.</param>
/// <param name="Run">The check itself.</param>
internal sealed record CheckRule(string Family, bool CatchesEveryDigit, CheckFunction Run);
