using System.Text.Json;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>What a decision rested on, ready to be evaluated again by any policy: today's data is never asked.</summary>
/// <param name="Options">As they were then; functions answer what they answered then.</param>
public sealed record ReceiptEvidence(FactDocument Facts, EvaluationOptions Options)
{
    private static volatile KnownOptions? _last;

    /// <summary>Reads the beginning of a receipt, or a whole one, once and without keeping anything of it. Throws <see cref="FormatException"/> where facts or options are missing.</summary>
    /// <param name="utf8">A JSON object. Its end is not asked for: the beginning of a receipt has none.</param>
    /// <param name="recompute">Whether a call that was never made is answered from its words alone, where that is possible; otherwise it is unknown.</param>
    public static ReceiptEvidence Read(ReadOnlySpan<byte> utf8, bool trace, bool recompute)
    {
        var json = new Utf8JsonReader(utf8, isFinalBlock: false, state: default);
        var (facts, options, recorded) = ((FactDocument?)null, (EvaluationOptions?)null, Silent);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new FormatException("A receipt is a JSON object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("facts"u8) && json.Read()) facts = FactDocument.Read(ref json);
            else if (json.ValueTextEquals("options"u8) && json.Read()) options = OptionsOf(Whole(ref json, utf8));
            else if (json.ValueTextEquals("calls"u8) && json.Read()) recorded = CallsOf(Whole(ref json, utf8));
            // What was concluded is not what was known.
            else if (json.ValueTextEquals("evaluation"u8) || !json.Read() || !json.TrySkip()) break;
        }

        if (facts is null || options is null) throw new FormatException("A receipt without facts or options.");
        return new ReceiptEvidence(facts, options with { Trace = trace, Functions = recompute ? new RecomputedFunctions(recorded) : recorded });
    }

    private static ReadOnlySpan<byte> Whole(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        var begin = (int)json.TokenStartIndex;
        if (!json.TrySkip()) throw new FormatException("The receipt ends in the middle.");
        return utf8[begin..(int)json.BytesConsumed];
    }

    private static PlaybackFunctions CallsOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        using var calls = JsonDocument.ParseValue(ref reader);
        return calls.RootElement.GetArrayLength() == 0 ? Silent : new PlaybackFunctions(calls.RootElement.EnumerateArray().Select(Call));
    }

    private static PlaybackFunctions Silent { get; } = new([]);

    /// <summary>One receipt after the other has the same options: they are read once.</summary>
    private static EvaluationOptions OptionsOf(ReadOnlySpan<byte> utf8)
    {
        if (_last is { } last && utf8.SequenceEqual(last.Bytes)) return last.Options;
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        var options = new EvaluationOptions(
            json.GetProperty("live").GetBoolean(), json.GetProperty("attested").GetBoolean(), Trace: false, Silent,
            json.GetProperty("available").EnumerateArray().Select(p => p.GetString()!).ToHashSet(StringComparer.Ordinal), json.GetProperty("retry_scheduled").GetBoolean())
        {
            Undecided = json.TryGetProperty("undecided", out var undecided) ? [.. undecided.EnumerateArray().Select(p => p.GetString()!)] : [],
            UsualThreshold = json.TryGetProperty("usual_threshold", out var threshold) ? threshold.GetDouble() : null,
        };
        _last = new KnownOptions(utf8.ToArray(), options);
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

        public DomainAnswer ShowsAddress(string text, string address) => recorded.ShowsAddress(text, address) is { Value: not null } known ? known : Plain.ShowsAddress(text, address);

        public DomainAnswer CountryIn(string country, string group) => recorded.CountryIn(country, group) is { Value: not null } known ? known : Plain.CountryIn(country, group);

        public DomainAnswer IndustryIn(string industry, string group) => recorded.IndustryIn(industry, group) is { Value: not null } known ? known : Plain.IndustryIn(industry, group);

        public DomainAnswer ListContains(string list, string value) => recorded.ListContains(list, value);
    }
}
