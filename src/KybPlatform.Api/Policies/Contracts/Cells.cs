using KybPlatform.Api.Http;
using KybPlatform.Policies;

namespace KybPlatform.Api.Policies.Contracts;

/// <summary>Cells of the matrix of countries and sender types.</summary>
internal static class Cells
{
    /// <summary>What is wrong with a cell that cannot be, with the country or sender type that was probably meant; null where nothing is.</summary>
    /// <param name="before">What stands before the two names in a pointer: <c>?</c> in a query, <c>/</c> in a body.</param>
    public static Error? Unknown(IPolicyBook book, string country, string senderType, string before)
    {
        if (!book.Countries.Contains(country)) return Value("country", CountryGuess.Of(country) is { } meant ? $" Did you mean '{meant}'?" : " A country is given by its two letters of ISO 3166-1, such as GB.", before);
        return book.SenderTypes.Contains(senderType) ? null : Value("sender_type", Nearest.Hint(senderType, book.SenderTypes), before);
    }

    private static Error Value(string name, string hint, string before)
    {
        var detail = $"Not a known value.{hint}";
        return Error.Invalid($"unknown_{name}", detail, new FieldError($"{before}{name}", $"unknown_{name}", detail));
    }
}
