using static KybPlatform.Identifiers.IdentifierKind;

namespace KybPlatform.Identifiers.Schemes;

/// <summary>
/// File numbers of the company registers of the states: format only, since states change lengths without notice.
/// <c>US-DE:FILE</c> and so on; Washington's is its Unified Business Identifier.
/// </summary>
internal static class UnitedStatesRegisters
{
    private static readonly string[] States =
    [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO",
        "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WV", "WI", "WY",
    ];

    public static IReadOnlyList<IdentifierScheme> All { get; } =
    [
        .. States.Select(State),
        new("US-WA:UBI", Company, "Unified Business Identifier, Washington", "#{9}", "Washington Secretary of State")
        {
            Also = "US-WA:FILE US:UBI", Display = ["### ### ###"], Hint = static _ => new IdentifierHints(Region: "WA"), Examples = ["600 413 485"],
        },
    ];

    private static IdentifierScheme State(string state) =>
        new($"US-{state}:FILE", Company, $"Register file number, {state}", Shape(state), $"Business register of {state}")
        {
            Also = "ENTITY REG",
            Certainty = IdentifierCertainty.Inferred,
            Examples = [Example(state)],
            Hint = _ => new IdentifierHints(Region: state),
        };

    private static string Shape(string state) => state switch
    {
        "DE" => "#{4,8}",
        "CA" => "[CB]#{7}|#{6,7}|#{12}",
        _ => "@{0,3}#{1,14}@{0,3}",
    };

    private static string Example(string state) => state switch
    {
        "DE" => "2620453",
        "CA" => "806592",
        _ => "1234567",
    };
}
