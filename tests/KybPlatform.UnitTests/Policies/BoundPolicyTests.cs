using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>A host's own objects are decided as documents are that say the same.</summary>
public sealed class BoundPolicyTests
{
    [Fact]
    public void Any_policy_says_the_same_of_an_object_as_of_a_document() => Gen.Select(RandomPolicy.Documents, RandomPolicy.Facts).Sample((yaml, facts) =>
    {
        var policy = Example.Resolve(yaml);
        var rows = RowPolicy.Of(policy, Example.Options);
        var document = Example.Read(RandomPolicy.Json(facts));

        Rows.Compare(policy, rows.Bind(Nullable(facts.ContainsKey)).Evaluate(Host.Of(facts), rows.NewRow()), document, Example.Options);
        Rows.Compare(policy, rows.Bind(Plain(path => facts.TryGetValue(path, out var json) && json != "null")).Evaluate(Host.Of(facts), rows.NewRow()),
            Example.Read(RandomPolicy.Json(facts.Where(f => f.Value != "null").ToDictionary())), Example.Options);
    }, iter: 300);

    [Fact]
    public void Comparisons_and_tables_are_compiled_and_allocate_nothing()
    {
        var rows = RowPolicy.Of(Example.Resolve(Compared), Example.Options);
        var (bound, row, host) = (rows.Bind(Nullable(_ => true)), rows.NewRow(), new Host { Type = "trust", Volume = 11, Country = "FR", Links = true });
        for (var i = 0; i < 100; i++) bound.Evaluate(host, row);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) bound.Evaluate(host, row);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        bound.IsCompiled.Should().BeTrue();
        row.Verdict.Outcome.Should().Be(Outcome.Review);
        row.Verdict.Matched.ToArray().Should().Equal(0b01UL);
        row.Verdict.FirstRow(0).Should().Be(1);
        row.Verdict.Points.Should().Be(3);
    }

    [Fact]
    public void What_is_computed_and_what_is_too_long_is_evaluated_as_written()
    {
        var long_ = RowPolicy.Of(Example.Resolve(Compared), Example.Options);
        var computed = RowPolicy.Of(Example.Resolve(RandomPolicy.With("""
            rules: [{ key: a, when: 'business.industry + "x" == "bankingx"', outcome: decline, reason: restricted }]
            """)), Example.Options);

        computed.Bind(new RowBinding<Host>().Set("business.industry", h => h.Industry)).IsCompiled.Should().BeFalse();
        computed.Bind(new RowBinding<Host>().Set("business.industry", h => h.Industry)).Evaluate(new Host { Industry = "banking" }, computed.NewRow()).Outcome.Should().Be(Outcome.Decline);
        var verdict = long_.Bind(Nullable(_ => true)).Evaluate(new Host { Type = "trust", Volume = 11, Country = new string('F', 100_000) }, long_.NewRow());
        (verdict[0], verdict.FirstRow(0)).Should().Be((RuleOutcome.Matched, 2));
    }

    [Fact]
    public void What_is_not_bound_is_unknown_and_what_is_null_is_absent()
    {
        var rows = RowPolicy.Of(Example.Resolve(Compared), Example.Options);
        var (typeAlone, row) = (rows.Bind(new RowBinding<Host>().Set("business.type", h => h.Type)), rows.NewRow());

        typeAlone.Evaluate(new Host { Type = "trust" }, row)[0].Should().Be(RuleOutcome.Unknown);
        typeAlone.Evaluate(new Host { Type = "nonprofit" }, row)[0].Should().Be(RuleOutcome.NotMatched);
        rows.Bind(Nullable(_ => true)).Evaluate(new Host { Type = "trust" }, row)[0].Should().Be(RuleOutcome.Error, "an absent number has no order");
    }

    [Fact]
    public void A_binding_names_paths_and_types_that_fit()
    {
        var rows = RowPolicy.Of(Example.Resolve(Compared), Example.Options);
        var other = RowPolicy.Of(Example.Resolve(Compared), Example.Options);

        FluentActions.Invoking(() => rows.Bind(new RowBinding<Host>().Set("business.legal_nam", h => h.Type))).Should().Throw<ArgumentException>().WithMessage("*'business.legal_nam' is no fact*");
        rows.Bind(new RowBinding<Host>().Set("business.legal_name", h => h.Type)).IsCompiled.Should().BeTrue("what the policy does not read is left alone");
        FluentActions.Invoking(() => rows.Bind(new RowBinding<Host>().Set("business.type", h => h.Volume))).Should().Throw<ArgumentException>().WithMessage("*'business.type' takes Text, not *");
        FluentActions.Invoking(() => new RowBinding<Host>().Set("business.type", h => h)).Should().Throw<ArgumentException>().WithMessage("*cannot be read from Host*");
        FluentActions.Invoking(() => rows.Bind(Nullable(_ => true)).Evaluate(new Host(), other.NewRow())).Should().Throw<ArgumentException>().WithMessage("*another policy*");
    }

    private static string Compared => RandomPolicy.With("""
        rules:
          - { key: a, when: 'business.type in ["trust", "other"] && use_case.message_volume > 10', outcome: review, reason: restricted }
          - { key: b, when: 'use_case.has_links == false || country == "GB"', outcome: request_information, reason: restricted }
        tables:
          - { key: t, hit: first, inputs: [{ key: c, expr: country }, { key: l, expr: use_case.has_links }, { key: v, expr: use_case.message_volume }], outputs: [{ key: points, type: number }], rows: [{ if: { c: [GB, FR], l: true, v: { gt: 10 } }, then: { points: 3 } }, { then: { points: 0 } }] }
        """);

    private static RowBinding<Host> Nullable(Func<string, bool> isBound) => new Some(isBound)
        .Set("country", h => h.Country).Set("business.type", h => h.Type).Set("business.industry", h => h.Industry).Set("business.website", h => h.Website).Set("use_case.purpose", h => h.Purpose)
        .Set("use_case.message_volume", h => h.Volume).Set("use_case.has_links", h => h.Links).Set("use_case.age_gated", h => h.Gated)
        .Set("business.incorporated_on", h => h.Founded).Set("now", h => h.Now).Binding;

    private static RowBinding<Host> Plain(Func<string, bool> isBound) => new Some(isBound)
        .Set("country", h => h.Country).Set("business.type", h => h.Type).Set("business.industry", h => h.Industry).Set("business.website", h => h.Website).Set("use_case.purpose", h => h.Purpose)
        .Set("use_case.message_volume", h => (int)h.Volume!.Value).Set("use_case.has_links", h => h.Links!.Value).Set("use_case.age_gated", h => h.Gated!.Value)
        .Set("business.incorporated_on", h => h.Founded!.Value).Set("now", h => h.Now!.Value).Binding;

    /// <summary>A binding of those paths that a test wants known.</summary>
    private sealed class Some(Func<string, bool> isBound)
    {
        public RowBinding<Host> Binding { get; } = new();

        public Some Set<TValue>(string path, Expression<Func<Host, TValue>> read)
        {
            if (isBound(path)) Binding.Set(path, read);
            return this;
        }
    }

    /// <summary>The facts of <see cref="RandomPolicy"/> as a host might hold them.</summary>
    private sealed class Host
    {
        public string? Country { get; init; }

        public string? Type { get; init; }

        public string? Industry { get; init; }

        public string? Website { get; init; }

        public string? Purpose { get; init; }

        public long? Volume { get; init; }

        public bool? Links { get; init; }

        public bool? Gated { get; init; }

        public DateOnly? Founded { get; init; }

        public DateTimeOffset? Now { get; init; }

        public static Host Of(Dictionary<string, string> facts)
        {
            T? Read<T>(string path, Func<JsonNode, T> read) => facts.TryGetValue(path, out var json) && JsonNode.Parse(json) is { } node ? read(node) : default;
            return new Host
            {
                Country = Read("country", n => n.GetValue<string>()),
                Type = Read("business.type", n => n.GetValue<string>()),
                Industry = Read("business.industry", n => n.GetValue<string>()),
                Website = Read("business.website", n => n.GetValue<string>()),
                Purpose = Read("use_case.purpose", n => n.GetValue<string>()),
                Volume = Read("use_case.message_volume", n => (long?)n.GetValue<long>()),
                Links = Read("use_case.has_links", n => (bool?)n.GetValue<bool>()),
                Gated = Read("use_case.age_gated", n => (bool?)n.GetValue<bool>()),
                Founded = Read("business.incorporated_on", n => (DateOnly?)DateOnly.ParseExact(n.GetValue<string>()[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)),
                Now = Read("now", n => (DateTimeOffset?)DateTimeOffset.Parse(n.GetValue<string>(), CultureInfo.InvariantCulture)),
            };
        }
    }
}
