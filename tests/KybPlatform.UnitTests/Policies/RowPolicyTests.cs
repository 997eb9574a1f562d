using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using KybPlatform.Policies.Expressions;
using KybPlatform.UnitTests.Packs;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>Typed facts are decided as documents are: the same rules, tables, points and outcome, whatever is unknown, absent or wrong.</summary>
public sealed class RowPolicyTests
{
    [Fact]
    public void Every_example_of_the_packs_is_decided_as_its_document_is()
    {
        foreach (var policy in PackSample.Policies)
        {
            var rows = RowPolicy.Of(policy, Example.Options);
            foreach (var example in PolicyTestRunner.Run(policy).DistinctBy(e => e.Evaluation.Outcome))
            {
                Rows.Compare(policy, rows, Example.Read(example.Facts), Example.Options);
                foreach (var slot in rows.Slots)
                    foreach (var change in (string?[])[null, "null", "12"])
                        Rows.Compare(policy, rows, Example.Read(Rows.Change(example.Facts, slot.Path, change)), Example.Options);
            }
        }
    }

    [Fact]
    public void Any_policy_says_the_same_of_a_row_as_of_a_document() => Gen.Select(RandomPolicy.Documents, RandomPolicy.Facts.List[1, 12], Gen.Bool, Gen.Bool).Sample((yaml, facts, retry, attested) =>
    {
        var options = Example.Options with { RetryScheduled = retry, Attested = attested };
        var policy = Example.Resolve(yaml);
        var rows = RowPolicy.Of(policy, options);
        foreach (var document in facts)
        {
            Rows.Compare(policy, rows, Example.Read(RandomPolicy.Json(document)), options);
            var row = rows.NewRow();
            RandomPolicy.Fill(rows, row, document);
            var verdict = rows.Evaluate(row);
            Rows.Compare(policy, verdict, Example.Read(RandomPolicy.Json(document)), options);
        }
    }, iter: 400);

    [Fact]
    public void Comparisons_of_single_facts_are_compiled_and_all_else_is_evaluated_as_written()
    {
        var rows = RowPolicy.Of(Example.Resolve(RandomPolicy.With("""
            rules:
              - { key: a, when: 'business.type in ["trust", "other"] && !(use_case.message_volume > 10 || country != "GB")', outcome: review, reason: restricted }
              - { key: b, when: 'business.industry + "x" == "bankingx"', outcome: review, reason: restricted }
              - { key: c, when: 'business.incorporated_on > now - duration("24h") ? use_case.has_links : has(business.website)', outcome: review, reason: restricted }
            """)), Example.Options);

        rows.Computed.Should().Equal(1);
        rows.Slots.Select(s => s.Path).Should().Equal("business.incorporated_on", "business.industry", "business.type", "business.website", "country", "now", "use_case.has_links", "use_case.message_volume");
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var (rows, row, fill) = Ready();
        for (var i = 0; i < 100; i++) fill();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) fill();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        rows.Computed.Should().BeEmpty();
        row.Verdict.Outcome.Should().Be(Outcome.RequestInformation);
        row.Verdict.ReviewAfterwards.Should().BeTrue();
        row.Verdict[0].Should().Be(RuleOutcome.Matched);
        row.Verdict.Matched.ToArray().Should().Equal(0b11UL);
    }

    [Fact]
    public void A_row_starts_unknown_and_unknown_never_approves()
    {
        var (rows, row, fill) = Ready();
        fill();
        row.Clear();

        rows.Evaluate(row).Outcome.Should().Be(Outcome.Review);
        row.Verdict.Unknown.ToArray().Should().Equal(0b11UL);
    }

    [Fact]
    public void A_slot_takes_its_own_kind_and_a_policy_its_own_rows()
    {
        var (rows, row, _) = Ready();
        var (other, _, _) = Ready();

        FluentActions.Invoking(() => row.Set(rows.Slot("business.type"), 1L)).Should().Throw<ArgumentException>().WithMessage("*takes Text, not Whole*");
        FluentActions.Invoking(() => row.Set(default(FactSlot), "x")).Should().Throw<ArgumentException>().WithMessage("*another policy*");
        FluentActions.Invoking(() => other.Evaluate(row)).Should().Throw<ArgumentException>().WithMessage("*another policy*");
        FluentActions.Invoking(() => rows.Slot("business.legal_name")).Should().Throw<ArgumentException>().WithMessage("*does not read 'business.legal_name'*");
    }

    [Fact]
    public void A_long_text_and_a_list_are_read_as_written()
    {
        var policy = Example.Resolve(RandomPolicy.With("""
            rules:
              - { key: a, when: 'business.industry.endsWith("z")', outcome: review, reason: restricted }
              - { key: b, when: 'use_case.sender_ids.exists(s, s == "ACME")', outcome: decline, reason: restricted }
            """));
        var rows = RowPolicy.Of(policy, Example.Options);
        var row = rows.NewRow();
        row.Set(rows.Slot("business.industry"), new string('x', 100_000) + "z");
        row.Set(rows.Slot("use_case.sender_ids"), CelValue.Of([CelValue.Of("A"), CelValue.Of("ACME")]));

        var verdict = rows.Evaluate(row);

        verdict.Outcome.Should().Be(Outcome.Decline);
        (verdict[0], verdict[1]).Should().Be((RuleOutcome.Matched, RuleOutcome.Matched));
    }

    private static (RowPolicy Rows, FactRow Row, Action Fill) Ready()
    {
        var rows = RowPolicy.Of(Example.Resolve(RandomPolicy.With("""
            rules:
              - { key: a, when: 'business.type == "trust" && use_case.message_volume > 10', outcome: review, reason: restricted }
              - { key: b, when: 'business.incorporated_on > now - duration("240h")', outcome: request_information, reason: restricted }
            tables:
              - { key: t, hit: first, inputs: [{ key: c, expr: country }], outputs: [{ key: points, type: number }], rows: [{ if: { c: [GB, FR] }, then: { points: 3 } }, { then: { points: 0 } }] }
            """)), Example.Options);
        var row = rows.NewRow();
        var (type, volume, founded, now, country) = (rows.Slot("business.type"), rows.Slot("use_case.message_volume"), rows.Slot("business.incorporated_on"), rows.Slot("now"), rows.Slot("country"));
        void Fill()
        {
            row.Clear();
            row.Set(type, "trust");
            row.Set(volume, 11L);
            row.Set(founded, new DateOnly(2026, 11, 19));
            row.Set(now, new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero));
            row.Set(country, "FR");
            rows.Evaluate(row);
        }

        return (rows, row, Fill);
    }
}
