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

    /// <summary>Whether a country (ISO 3166-1 alpha-2) belongs to a named group (bool).</summary>
    DomainAnswer CountryIn(string country, string group);

    /// <summary>Whether a list of the tenant or the platform has the value (bool).</summary>
    DomainAnswer ListContains(string list, string value);
}

/// <summary>One call of a domain function, as the receipt keeps it. Arguments may hold personal data: store them as the facts are stored.</summary>
public sealed record DomainCall(string Function, IReadOnlyList<string> Arguments, object? Value, string? DataVersion);

/// <summary>Asks the other functions once for each distinct call, and remembers. For one evaluation; not for several threads.</summary>
public sealed class RecordingFunctions(IDomainFunctions inner) : IDomainFunctions
{
    private readonly Dictionary<(string, string, string), DomainAnswer> _answers = [];
    private readonly List<DomainCall> _calls = [];

    /// <summary>In order of their first use.</summary>
    public IReadOnlyList<DomainCall> Calls => _calls;

    public DomainAnswer Similar(string left, string right) => Ask(DomainFunctionNames.Similar, left, right, inner.Similar);

    public DomainAnswer Normalized(string text) => Ask(DomainFunctionNames.Normalized, text, null, (a, _) => inner.Normalized(a));

    public DomainAnswer CountryIn(string country, string group) => Ask(DomainFunctionNames.CountryIn, country, group, inner.CountryIn);

    public DomainAnswer ListContains(string list, string value) => Ask(DomainFunctionNames.ListContains, list, value, inner.ListContains);

    private DomainAnswer Ask(string function, string first, string? second, Func<string, string, DomainAnswer> ask)
    {
        var key = (function, first, second ?? "");
        if (_answers.TryGetValue(key, out var known)) return known;
        var answer = ask(first, second ?? "");
        _answers[key] = answer;
        _calls.Add(new DomainCall(function, second is null ? [first] : [first, second], answer.Value, answer.DataVersion));
        return answer;
    }
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

    public DomainAnswer CountryIn(string country, string group) => Recorded(DomainFunctionNames.CountryIn, country, group);

    public DomainAnswer ListContains(string list, string value) => Recorded(DomainFunctionNames.ListContains, list, value);

    private DomainAnswer Recorded(string function, string first, string second) => _answers.GetValueOrDefault((function, first, second));
}
