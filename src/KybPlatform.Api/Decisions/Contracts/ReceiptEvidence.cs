using System.Runtime.InteropServices;
using System.Text.Json;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>What a decision rested on, ready to be evaluated again by any policy: today's data is never asked.</summary>
/// <param name="Options">As they were then; functions answer what they answered then.</param>
public sealed record ReceiptEvidence(FactDocument Facts, EvaluationOptions Options)
{
    private static volatile KnownOptions? _last;

    /// <summary>Reads the beginning of a receipt, or a whole one.</summary>
    /// <param name="recompute">Whether a call that was never made is answered from its words alone, where that is possible; otherwise it is unknown.</param>
    public static ReceiptEvidence Read(JsonElement root, bool trace, bool recompute)
    {
        var options = OptionsOf(root.GetProperty("options"));
        var recorded = root.TryGetProperty("calls", out var calls) && calls.GetArrayLength() > 0 ? new PlaybackFunctions(calls.EnumerateArray().Select(Call)) : Silent;
        return new ReceiptEvidence(FactDocument.Parse(root.GetProperty("facts")), options with { Trace = trace, Functions = recompute ? new RecomputedFunctions(recorded) : recorded });
    }

    private static PlaybackFunctions Silent { get; } = new([]);

    /// <summary>One receipt after the other has the same options: they are read once.</summary>
    private static EvaluationOptions OptionsOf(JsonElement json)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(json);
        if (_last is { } last && bytes.SequenceEqual(last.Bytes)) return last.Options;
        var options = new EvaluationOptions(
            json.GetProperty("live").GetBoolean(), json.GetProperty("attested").GetBoolean(), Trace: false, Silent,
            json.GetProperty("available").EnumerateArray().Select(p => p.GetString()!).ToHashSet(StringComparer.Ordinal), json.GetProperty("retry_scheduled").GetBoolean())
        {
            UsualThreshold = json.TryGetProperty("usual_threshold", out var threshold) ? threshold.GetDouble() : null,
        };
        _last = new KnownOptions(bytes.ToArray(), options);
        return options;
    }

    private sealed record KnownOptions(byte[] Bytes, EvaluationOptions Options);

    private static DomainCall Call(JsonElement call) => new(
        call.GetProperty("function").GetString()!,
        [.. call.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()!)],
        call.GetProperty("value") switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        },
        call.TryGetProperty("data_version", out var version) ? version.GetString() : null);

    /// <summary>Recorded answers first; a candidate may ask what nobody asked before.</summary>
    private sealed class RecomputedFunctions(PlaybackFunctions recorded) : IDomainFunctions
    {
        private static readonly PlainDomainFunctions Plain = new();

        public DomainAnswer Similar(string left, string right) => recorded.Similar(left, right) is { Value: not null } known ? known : Plain.Similar(left, right);

        public DomainAnswer Normalized(string text) => recorded.Normalized(text) is { Value: not null } known ? known : Plain.Normalized(text);

        public DomainAnswer CountryIn(string country, string group) => recorded.CountryIn(country, group) is { Value: not null } known ? known : Plain.CountryIn(country, group);

        public DomainAnswer ListContains(string list, string value) => recorded.ListContains(list, value);
    }
}
