using System.Text.Json.Nodes;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Backtests;

/// <summary>Changed outcomes of one kind in one cell; without a cause, all of them.</summary>
internal readonly record struct FlipGroup(FlipKind Kind, FlipCause? Cause, string Country, string SenderType)
{
    public string Order => $"{Kind:D}\n{(Cause is null ? 0 : 1)}\n{Cause?.Source}\n{Cause?.Key}\n{Cause?.Reason}\n{Country}\n{SenderType}";

    public JsonObject ToJson() => new()
    {
        ["kind"] = SnakeCase.Of(Kind),
        ["source"] = Cause?.Source,
        ["key"] = Cause?.Key,
        ["reason_code"] = Cause?.Reason,
        ["country"] = Country,
        ["sender_type"] = SenderType,
    };

    public static FlipGroup FromJson(JsonNode json)
    {
        string? Text(string name) => json[name]?.GetValue<string>();
        FlipCause? cause = Text("source") is { } source ? new FlipCause(source, Text("key")!, Text("reason_code")!) : null;
        return new FlipGroup(SnakeCase.Parse<FlipKind>(Text("kind")!), cause, Text("country")!, Text("sender_type")!);
    }
}

/// <summary>How many, and the first of them by id.</summary>
internal sealed class GroupCount
{
    private readonly SortedSet<Guid> _examples = [];

    public long Count { get; private set; }

    public IReadOnlyCollection<Guid> Examples => _examples;

    public void Add(Guid decision)
    {
        Count++;
        Show(decision);
    }

    public void Add(GroupCount other)
    {
        Count += other.Count;
        foreach (var example in other._examples) Show(example);
    }

    public static GroupCount FromJson(JsonNode json)
    {
        var group = new GroupCount { Count = json["count"]!.GetValue<long>() };
        foreach (var example in json["examples"]!.AsArray())
        {
            if (PublicId.TryParse<DecisionId>(example!.GetValue<string>(), out var id)) group._examples.Add(id.Value);
        }
        return group;
    }

    private void Show(Guid decision)
    {
        if (_examples.Count >= Tally.MostExamples && decision.CompareTo(_examples.Max) > 0) return;
        _examples.Add(decision);
        if (_examples.Count > Tally.MostExamples) _examples.Remove(_examples.Max);
    }
}
