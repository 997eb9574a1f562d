using KybPlatform.Policies.Documents;

namespace KybPlatform.Server.Commands;

/// <summary>The command was not used as it is meant, or cannot do its work here; shown in one sentence, exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What stands behind the verb: paths, options with a value, options without one.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    private CommandLine(string verb) => Verb = verb;

    public string Verb { get; }
    public List<string> Paths { get; } = [];

    /// <param name="valued">Options that take a value.</param>
    /// <param name="flags">Options that stand alone.</param>
    public static CommandLine Parse(string verb, IReadOnlyList<string> arguments, string[] valued, string[] flags)
    {
        var line = new CommandLine(verb);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = arguments[i].StartsWith("--", StringComparison.Ordinal) && arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal)) line.Paths.Add(name);
            else if (flags.Contains(name) && inline is null) line._flags.Add(name);
            else if (valued.Contains(name)) line._values[name] = inline ?? (++i < arguments.Count ? arguments[i] : throw new UsageException($"{name} needs a value."));
            else throw new UsageException($"{name} is not an option of 'kyb {(verb.Contains(' ', StringComparison.Ordinal) ? verb : "policies " + verb)}'.{Hint(name, [.. valued, .. flags])}");
        }

        return line;
    }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Value(string option) => _values.GetValueOrDefault(option);

    public int? Number(string option) => Value(option) is not { } text ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw new UsageException($"{option} {text} is no whole number.");

    public string OneOf(string option, string[] allowed) => Value(option) is not { } given ? allowed[0]
        : allowed.Contains(given) ? given
        : throw new UsageException($"{option} {given} is none of {string.Join(", ", allowed)}.{Hint(given, allowed)}");

    private static string Hint(string name, string[] known) => NearestName.Of(name, known) is { } near ? $" Did you mean {near}?" : "";
}
