using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Api.Backtests;
using KybPlatform.Api.Decisions;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Backtests;

public sealed class TallyTests
{
    private static readonly ResolvedPolicy Candidate = Example.Resolve(Example.Policy
        .Replace("version: 7", "version: 8", StringComparison.Ordinal).Replace("max_age_days: 365", "max_age_days: 40", StringComparison.Ordinal)
        .Replace("'business.industry in [\"cannabis\", \"third_party_debt\"]'", "'business.industry in [\"cannabis\", \"third_party_debt\", \"mining\"]'", StringComparison.Ordinal));

    private static readonly BacktestPolicies Policies = new(PolicyPack.Shipped.Catalog, [Candidate]);

    [Fact]
    public async Task Cut_off_anywhere_and_taken_up_again_it_counts_the_same()
    {
        var past = new PastInMemory(3_500);
        var (whole, _) = await CountAsync(past, Guid.Empty, new Tally(), () => true, 1);

        foreach (var cores in (int[])[1, 4])
        {
            var (kept, cursor, ended) = ((string?)null, Guid.Empty, false);
            while (!ended)
            {
                var tally = Tally.FromJson(kept);
                (cursor, ended) = (await CountAsync(past, cursor, tally, () => false, cores)).End;
                kept = tally.ToJson().ToJsonString();
            }

            kept.Should().Be(whole.ToJson().ToJsonString());
        }

        (whole.Considered, whole.Erased, whole.NotCovered).Should().Be((3_500, 35, 0));
        whole.Flips.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public async Task Only_the_first_decisions_of_a_group_are_shown_whatever_the_order()
    {
        var past = new PastInMemory(2_000);
        var (tally, _) = await CountAsync(past, Guid.Empty, new Tally(), () => true, 8);

        foreach (var group in tally.ToJson()["groups"]!.AsArray())
        {
            var examples = group!["examples"]!.AsArray().Select(e => e!.GetValue<string>()).ToList();
            examples.Should().HaveCountLessThanOrEqualTo(Tally.MostExamples).And.BeInAscendingOrder(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_document_that_is_too_old_fails_and_one_that_is_not_there_is_asked_for()
    {
        var groups = (await CountAsync(new PastInMemory(1_000), Guid.Empty, new Tally(), () => true, 1)).Tally.ToJson()["groups"]!.AsArray();

        groups.Select(g => $"{g!["kind"]} {g["source"]} {g["key"]} {g["reason_code"]}").Distinct().Should().BeEquivalentTo(
            "would_fail   ", "would_fail requirement proof_of_business document_too_old", "would_fail rule prohibited_industry prohibited_industry",
            "would_ease   ", "would_ease reason no_website no_website");
    }

    [Fact]
    public void A_receipt_is_its_two_parts_and_the_first_is_enough_to_evaluate()
    {
        var bytes = Encoding.UTF8.GetBytes(Example.Facts);
        var evaluation = Example.Resolved.Evaluate(FactDocument.Parse(bytes), Example.Options with { Trace = true, AvailableProviders = new HashSet<string> { "identifier" } });
        var receipt = Receipts.Write(bytes, evaluation);
        var parts = ReceiptParts.Of(receipt);

        ((byte[])[.. parts.Evidence.Span, .. parts.Conclusion.Span]).Should().Equal(receipt);
        var known = ReceiptEvidence.Read(parts.Evidence.Span, trace: true, recompute: false);
        Example.Resolved.Evaluate(known.Facts, known.Options).Receipt().Should().Be(evaluation.Receipt());
        Encoding.UTF8.GetString(parts.Open()!).Should().Contain("Meridian").And.NotContain("Ada");
    }

    private static async Task<(Tally Tally, (Guid Cursor, bool Ended) End)> CountAsync(PastInMemory past, Guid after, Tally tally, Func<bool> mayGoOn, int cores) =>
        (tally, await new PastEvaluation(past, default, new PastDecisionFilter(null, null, null, null, Guid.Empty, null), Policies, cores).CountAsync(after, tally, mayGoOn, TestContext.Current.CancellationToken));

    /// <summary>Decisions of some kinds, in the order of their ids, that were all approvals but every seventh.</summary>
    private sealed class PastInMemory(int count) : IPastDecisions
    {
        private readonly Guid[] _ids = [.. Enumerable.Range(0, count).Select(i => Uuid7.New(DateTimeOffset.UnixEpoch.AddSeconds(i)))];

        public Task<(long Count, byte[]? Draw)> MeasureAsync(TenantId tenant, PastDecisionFilter filter, int? sample, CancellationToken ct) => Task.FromResult(((long)count, (byte[]?)null));

        public Task<IReadOnlyList<PolicyQuery>> CellsAsync(TenantId tenant, CancellationToken ct) => Task.FromResult<IReadOnlyList<PolicyQuery>>([new PolicyQuery("GB", "alphanumeric", "business")]);

        public Task<IPastBatch> ReadAsync(TenantId tenant, PastDecisionFilter filter, Guid after, int most, bool open, CancellationToken ct) =>
            Task.FromResult<IPastBatch>(new BatchInMemory([.. Enumerable.Range(0, count).SkipWhile(i => after != Guid.Empty && _ids[i].CompareTo(after) <= 0).Take(most).Select(i => (i, _ids[i]))]));
    }

    private sealed class BatchInMemory((int Number, Guid Id)[] rows) : IPastBatch
    {
        public IReadOnlyList<PastDecision> Decisions { get; } = [.. rows.Select(r => new PastDecision(
            new DecisionId(r.Id), "GB", "alphanumeric", r.Number % 7 == 3 ? DecisionOutcome.Review : DecisionOutcome.Approve, r.Number % 5 == 0 ? DecisionOutcome.Approve : null,
            r.Number % 7 == 3 ? """[{ "code": "no_website" }]""" : "[]"))];

        public void Dispose()
        {
        }

        public byte[]? Evidence(int index)
        {
            var number = rows[index].Number;
            if (number % 100 == 99) return null;
            var facts = JsonNode.Parse(Example.Facts)!;
            facts["documents"]!["proof_of_business"]!["issued_on"] = number % 2 == 0 ? "2026-10-20" : "2026-08-01";
            if (number % 11 == 0) facts["business"]!["industry"] = "mining";
            return Encoding.UTF8.GetBytes($$"""
                { "facts": {{facts.ToJsonString()}}, "calls": [],
                  "options": { "live": true, "attested": true, "retry_scheduled": false, "available": ["identifier", "document", "email", "duplicate", "sanctions_screening"] } }
                """);
        }
    }
}
