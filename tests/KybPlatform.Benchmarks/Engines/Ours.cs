using System.Buffers;
using System.Text.Json;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Benchmarks.Engines;

/// <summary>This product on one workload: typed rows, and JSON with or without the trace.</summary>
internal sealed class Ours
{
    private static readonly EvaluationOptions Plain = new(Live: true, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);
    private static readonly EvaluationOptions Traced = Plain with { Trace = true };
    private readonly RowPolicy _rows;
    private readonly FactRow _row;
    private readonly BoundPolicy<Submission> _bound;
    private readonly FactSlot[] _slots;
    private readonly bool _isTable;
    private readonly ArrayBufferWriter<byte> _receipt = new();

    public Ours(string document, bool isTable)
    {
        var (load, issues) = (document.StartsWith('{') ? PolicyLoader.FromJson(System.Text.Encoding.UTF8.GetBytes(document)) : PolicyLoader.FromYaml(document), new List<PolicyIssue>());
        Policy = ResolvedPolicy.From(load.Document ?? throw new FormatException(string.Join('\n', load.Issues)), new Dictionary<string, PolicyDocument>(), issues)
            ?? throw new FormatException(string.Join('\n', issues));
        _rows = RowPolicy.Of(Policy, Plain);
        _row = _rows.NewRow();
        _isTable = isTable;
        _bound = _rows.Bind(Binding(isTable));
        _slots = [.. (isTable ? ["country", "sender_type"] : (string[])["country", "sender_type", "business.type", "business.industry", "use_case.purpose", "use_case.message_volume", "use_case.has_links", "use_case.age_gated", "use_case.direct_lending"]).Select(_rows.Slot)];
    }

    public ResolvedPolicy Policy { get; }

    /// <summary>The host's own objects, read where they are.</summary>
    public int Bound(Submission s)
    {
        var verdict = _bound.Evaluate(s, _row);
        return _isTable ? verdict.FirstRow(0) : (int)verdict.Matched[0];
    }

    /// <summary>Binding the facts is part of it.</summary>
    public int Slots(Submission s)
    {
        var (row, slots) = (_row, _slots);
        row.Set(slots[0], s.Country);
        row.Set(slots[1], s.SenderType);
        if (_isTable) return _rows.Evaluate(row).FirstRow(0);
        row.Set(slots[2], s.Type);
        row.Set(slots[3], s.Industry);
        row.Set(slots[4], s.Purpose);
        row.Set(slots[5], s.Volume);
        row.Set(slots[6], s.HasLinks);
        row.Set(slots[7], s.AgeGated);
        row.Set(slots[8], s.Lending);
        return (int)_rows.Evaluate(row).Matched[0];
    }

    public int Facts(FactDocument facts) => Result(Policy.Evaluate(facts, Plain));

    public int Json(byte[] facts) => Result(Policy.Evaluate(FactDocument.Parse(facts), Plain));

    public int JsonWithTrace(byte[] facts) => Result(Policy.Evaluate(FactDocument.Parse(facts), Traced));

    public int JsonToReceipt(byte[] facts)
    {
        var evaluation = Policy.Evaluate(FactDocument.Parse(facts), Traced);
        _receipt.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_receipt);
        evaluation.WriteTo(writer);
        return Result(evaluation);
    }

    private static RowBinding<Submission> Binding(bool isTable)
    {
        var binding = new RowBinding<Submission>().Set("country", s => s.Country).Set("sender_type", s => s.SenderType);
        return isTable ? binding : binding.Set("business.type", s => s.Type).Set("business.industry", s => s.Industry).Set("use_case.purpose", s => s.Purpose)
            .Set("use_case.message_volume", s => s.Volume).Set("use_case.has_links", s => s.HasLinks).Set("use_case.age_gated", s => s.AgeGated).Set("use_case.direct_lending", s => s.Lending);
    }

    private int Result(PolicyEvaluation evaluation)
    {
        if (_isTable) return RowOf(evaluation.Tables[0]);
        var fired = 0;
        for (var i = 0; i < evaluation.Rules.Count; i++) fired |= evaluation.Rules[i].Outcome == RuleOutcome.Matched ? 1 << i : 0;
        return fired;
    }

    private static int RowOf(TableResult table) => table.Rows.Count == 0 ? 0 : table.Rows[0];
}
