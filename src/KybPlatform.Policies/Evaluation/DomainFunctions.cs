namespace KybPlatform.Policies;

/// <summary>What a domain function answered, and on which data. A null value means that it could not tell.</summary>
public readonly record struct DomainAnswer(object? Value, string? DataVersion = null);

/// <summary>
/// The functions of expressions that rest on data outside the facts. Supplied by the caller, so that every answer can be recorded in the receipt
/// and given back on replay. They must not throw; what they cannot tell is a null value, which the expression sees as unknown.
/// </summary>
public interface IDomainFunctions
{
    /// <summary>How alike two names are, 0 to 1 (double).</summary>
    DomainAnswer Similar(string left, string right);

    /// <summary>The name without case, accents, punctuation and double spaces (string).</summary>
    DomainAnswer Normalized(string text);

    /// <summary>Whether a text, such as the address on a paper, shows every word and number of an address (bool).</summary>
    DomainAnswer ShowsAddress(string text, string address);

    /// <summary>Whether a country (ISO 3166-1 alpha-2) belongs to a named group (bool).</summary>
    DomainAnswer CountryIn(string country, string group);

    /// <summary>Whether an industry (of the vocabulary) belongs to a named group (bool).</summary>
    DomainAnswer IndustryIn(string industry, string group);

    /// <summary>Whether a list of the tenant or the platform has the value (bool).</summary>
    DomainAnswer ListContains(string list, string value);
}

/// <summary>One call of a domain function, as the receipt keeps it. Arguments may hold personal data: store them as the facts are stored.</summary>
public sealed record DomainCall(string Function, IReadOnlyList<string> Arguments, object? Value, string? DataVersion);

/// <summary>Asks the other functions once for each distinct call, and remembers. For one evaluation; not for several threads.</summary>
public sealed class RecordingFunctions(IDomainFunctions inner) : IDomainFunctions
{
    private const int Few = 16;
    private List<DomainCall>? _calls;
    private Dictionary<(string, string, string?), DomainCall>? _many;

    /// <summary>In order of their first use.</summary>
    public IReadOnlyList<DomainCall> Calls => _calls ?? (IReadOnlyList<DomainCall>)[];

    public DomainAnswer Similar(string left, string right) =>
        Known(DomainFunctionNames.Similar, left, right) ?? Record(DomainFunctionNames.Similar, [left, right], inner.Similar(left, right));

    public DomainAnswer Normalized(string text) =>
        Known(DomainFunctionNames.Normalized, text, null) ?? Record(DomainFunctionNames.Normalized, [text], inner.Normalized(text));

    public DomainAnswer ShowsAddress(string text, string address) =>
        Known(DomainFunctionNames.ShowsAddress, text, address) ?? Record(DomainFunctionNames.ShowsAddress, [text, address], inner.ShowsAddress(text, address));

    public DomainAnswer CountryIn(string country, string group) =>
        Known(DomainFunctionNames.CountryIn, country, group) ?? Record(DomainFunctionNames.CountryIn, [country, group], inner.CountryIn(country, group));

    public DomainAnswer IndustryIn(string industry, string group) =>
        Known(DomainFunctionNames.IndustryIn, industry, group) ?? Record(DomainFunctionNames.IndustryIn, [industry, group], inner.IndustryIn(industry, group));

    public DomainAnswer ListContains(string list, string value) =>
        Known(DomainFunctionNames.ListContains, list, value) ?? Record(DomainFunctionNames.ListContains, [list, value], inner.ListContains(list, value));

    /// <summary>Calls of one evaluation are few, until an author loops; a scan is cheaper than a dictionary until then.</summary>
    private DomainAnswer? Known(string function, string first, string? second)
    {
        if (_calls is null) return null;
        if (_calls.Count > Few) return Many().TryGetValue((function, first, second), out var found) ? new DomainAnswer(found.Value, found.DataVersion) : null;
        foreach (var call in _calls)
        {
            if (call.Function == function && call.Arguments[0] == first && (second is null || call.Arguments[1] == second)) return new DomainAnswer(call.Value, call.DataVersion);
        }

        return null;
    }

    private DomainAnswer Record(string function, string[] arguments, DomainAnswer answer)
    {
        var call = new DomainCall(function, arguments, answer.Value, answer.DataVersion);
        (_calls ??= []).Add(call);
        _many?.Add(Key(call), call);
        return answer;
    }

    private Dictionary<(string, string, string?), DomainCall> Many() => _many ??= _calls!.ToDictionary(Key);

    private static (string, string, string?) Key(DomainCall call) => (call.Function, call.Arguments[0], call.Arguments.Count > 1 ? call.Arguments[1] : null);
}

/// <summary>Gives recorded answers back. A call that was never recorded is unknown: replay never asks today's data.</summary>
public sealed class PlaybackFunctions : IDomainFunctions
{
    private readonly Dictionary<(string, string, string), DomainAnswer> _answers = [];

    public PlaybackFunctions(IEnumerable<DomainCall> calls)
    {
        foreach (var call in calls)
            _answers[(call.Function, call.Arguments[0], call.Arguments.Count > 1 ? call.Arguments[1] : "")] = new DomainAnswer(call.Value, call.DataVersion);
    }

    public DomainAnswer Similar(string left, string right) => Recorded(DomainFunctionNames.Similar, left, right);

    public DomainAnswer Normalized(string text) => Recorded(DomainFunctionNames.Normalized, text, "");

    public DomainAnswer ShowsAddress(string text, string address) => Recorded(DomainFunctionNames.ShowsAddress, text, address);

    public DomainAnswer CountryIn(string country, string group) => Recorded(DomainFunctionNames.CountryIn, country, group);

    public DomainAnswer IndustryIn(string industry, string group) => Recorded(DomainFunctionNames.IndustryIn, industry, group);

    public DomainAnswer ListContains(string list, string value) => Recorded(DomainFunctionNames.ListContains, list, value);

    private DomainAnswer Recorded(string function, string first, string second) => _answers.GetValueOrDefault((function, first, second));
}
