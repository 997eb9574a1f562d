using System.Dynamic;
using System.Text.Json;
using RulesEngine.Models;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>Microsoft RulesEngine on one workload. Plain: without formatted messages, which is its fastest setting; explained: as it comes.</summary>
internal sealed class MicrosoftRules
{
    private const string Name = "workload";
    private readonly RulesEngine.RulesEngine _plain;
    private readonly RulesEngine.RulesEngine _explained;
    private readonly bool _isTable;

    public MicrosoftRules(bool isTable)
    {
        _isTable = isTable;
        var workflow = new Workflow
        {
            WorkflowName = Name,
            Rules = [.. Languages.Lambdas(isTable).Select(l => new RulesEngine.Models.Rule { RuleName = l.Key, Expression = l.Expression, ErrorMessage = "It does not hold.", SuccessEvent = l.Key })],
        };
        _plain = new RulesEngine.RulesEngine([workflow], new ReSettings { EnableFormattedErrorMessage = false });
        _explained = new RulesEngine.RulesEngine([workflow], new ReSettings());
    }

    public int Typed(Submission s) => Run(_plain, s);

    /// <summary>The tree of results with its messages is the explanation that it gives.</summary>
    public int JsonExplained(byte[] flat) => Run(_explained, JsonSerializer.Deserialize<Submission>(flat)!);

    /// <summary>As the engine's own documentation reads JSON: nobody wrote a type for the facts, as nobody can where policies and vocabulary are data, and it makes one of what it reads.</summary>
    public int DynamicExplained(byte[] flat)
    {
        using var json = JsonDocument.Parse(flat);
        IDictionary<string, object?> facts = new ExpandoObject();
        foreach (var fact in json.RootElement.EnumerateObject())
        {
            facts[fact.Name] = fact.Value.ValueKind switch
            {
                JsonValueKind.String => fact.Value.GetString(),
                JsonValueKind.Number => fact.Value.GetInt64(),
                _ => fact.Value.GetBoolean(),
            };
        }

        return Run(_explained, facts);
    }

    private int Run(RulesEngine.RulesEngine engine, object s)
    {
        var pending = engine.ExecuteAllRulesAsync(Name, new RuleParameter("s", s));
        var results = pending.IsCompletedSuccessfully ? pending.Result : throw new InvalidOperationException("Expected to finish at once.");
        var fired = 0;
        for (var i = 0; i < results.Count; i++)
        {
            if (!results[i].IsSuccess) continue;
            if (_isTable) return i + 1;
            fired |= 1 << i;
        }

        return fired;
    }
}
