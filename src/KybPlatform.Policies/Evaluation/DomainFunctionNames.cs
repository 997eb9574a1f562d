using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>The domain functions as expressions see them.</summary>
internal static class DomainFunctionNames
{
    public const string Similar = "similar";
    public const string Normalized = "normalized";
    public const string ShowsAddress = "shows_address";
    public const string CountryIn = "country_in";
    public const string IndustryIn = "industry_in";
    public const string ListContains = "list_contains";
    public const string Age = "age";

    public static IReadOnlyList<CelFunction> Declared { get; } =
    [
        CelFunction.Supplied(Similar, [CelType.String, CelType.String], CelType.Double),
        CelFunction.Supplied(Normalized, [CelType.String], CelType.String),
        CelFunction.Supplied(ShowsAddress, [CelType.String, CelType.String], CelType.Bool),
        CelFunction.Supplied(CountryIn, [CelType.String, CelType.String], CelType.Bool),
        CelFunction.Supplied(IndustryIn, [CelType.String, CelType.String], CelType.Bool),
        CelFunction.Supplied(ListContains, [CelType.String, CelType.String], CelType.Bool),
        CelFunction.Supplied(Age, [CelType.Timestamp], CelType.Int),
    ];

    /// <summary>Dispatches a call. <c>age</c> is arithmetic on frozen facts and needs no record.</summary>
    public static CelValue Call(CelFunction function, CelValue[] arguments, IDomainFunctions functions, long? now) => function.Name switch
    {
        Similar => Answer(functions.Similar(Text(arguments[0]), Text(arguments[1])), function.Name),
        Normalized => Answer(functions.Normalized(Text(arguments[0])), function.Name),
        ShowsAddress => Answer(functions.ShowsAddress(Text(arguments[0]), Text(arguments[1])), function.Name),
        CountryIn => Answer(functions.CountryIn(Text(arguments[0]), Text(arguments[1])), function.Name),
        IndustryIn => Answer(functions.IndustryIn(Text(arguments[0]), Text(arguments[1])), function.Name),
        ListContains => Answer(functions.ListContains(Text(arguments[0]), Text(arguments[1])), function.Name),
        Age => now is null ? CelUnknown.Of("now") : CelValue.Of((long)Ages.Years(((CelTimestamp)arguments[0]).Seconds, now.Value)),
        _ => new CelError(CelErrorCodes.FunctionNotSupplied, $"'{function.Name}' is not supplied."),
    };

    private static string Text(CelValue value) => ((CelString)value).Value;

    private static CelValue Answer(DomainAnswer answer, string function) => answer.Value switch
    {
        double d => CelValue.Of(d),
        bool b => CelValue.Of(b),
        string s => CelValue.Of(s),
        null => CelUnknown.Of(function + "()"),
        _ => new CelError(CelErrorCodes.InvalidFact, $"'{function}' answered with a value of another type."),
    };
}

/// <summary>Ages and spans in whole days, on instants in seconds since 1970.</summary>
internal static class Ages
{
    public const long SecondsADay = 86_400;

    /// <summary>Completed years between two instants, in UTC. A birthday on 29 February is had on 1 March in other years.</summary>
    public static int Years(long from, long now)
    {
        var (birth, today) = (DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(now));
        var years = today.Year - birth.Year;
        return (today.Month, today.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>True when more than so many days lie between, and for what has not happened yet: that is no evidence of anything.</summary>
    public static bool OlderThan(long instant, int days, long now) => now - instant > days * SecondsADay || IsAhead(instant, now);

    /// <summary>A day of grace: somewhere it is tomorrow already.</summary>
    public static bool IsAhead(long instant, long now) => instant - now > SecondsADay;
}
