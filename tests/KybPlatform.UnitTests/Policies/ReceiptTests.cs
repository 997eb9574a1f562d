using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

public sealed class ReceiptTests
{
    private static readonly EvaluationOptions Traced = Example.Options with { Trace = true };

    [Fact]
    public void The_same_inputs_give_the_same_bytes_in_every_culture()
    {
        var first = Example.Resolved.Evaluate(Example.With(), Traced).Receipt();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            var again = ResolvedPolicy.FromCanonicalJson(Example.Resolved.CanonicalJson).Evaluate(Example.With(), Traced);
            again.Receipt().Should().Be(first);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_requirement_has_one_entry_with_its_clause()
    {
        var receipt = JsonNode.Parse(Example.Evaluate(("business/legal_name", null)).Receipt())!;

        var entries = receipt["requirements"]!.AsArray();
        entries.Should().HaveCount(20);
        var entry = entries[0]!;
        entry["key"]!.ToString().Should().Be("legal_name");
        entry["kind"]!.ToString().Should().Be("field");
        entry["outcome"]!.ToString().Should().Be("missing");
        entry["reason_code"]!.ToString().Should().Be("field_missing");
        entry["clause"]!["policy"]!.ToString().Should().Be("gb.alphanumeric");
        entry["clause"]!["version"]!.GetValue<int>().Should().Be(7);
        entry["clause"]!["sources"]![0]!["retrieved"]!.ToString().Should().Be("2026-11-20");
        receipt["policy"]!["hash"]!.ToString().Should().Be(Example.Resolved.Hash);
        receipt["semantics"]!.GetValue<int>().Should().Be(PolicyEvaluation.Semantics);
    }

    [Fact]
    public void Values_about_persons_are_masked_and_others_are_shown()
    {
        const string policy = """
            { key: xx.one, version: 1, title: One, scope: { country: GB }, requirements: [
              { key: name, kind: field, path: individual.family_name, max_length: 3 },
              { key: volume, kind: field, path: use_case.message_volume, maximum: 10 },
              { key: email, kind: field, path: individual.email },
              { key: own, kind: consistency, expr: "individual.email.endsWith('@gov.example')" } ] }
            """;
        var facts = Example.With(("individual", """{ "family_name": "Unmistakable", "email": "unmistakable@example.org" }"""));

        var receipt = Example.Resolve(policy).Evaluate(facts, Traced).Receipt();

        receipt.Should().NotContainEquivalentOf("nmistakable");
        receipt.Should().Contain("\"actual_masked\":\"U***\"").And.Contain("\"actual_masked\":\"500\"");
    }

    [Fact]
    public void The_trace_names_what_every_expression_read()
    {
        var receipt = JsonNode.Parse(Example.Resolved.Evaluate(Example.With(), Traced).Receipt())!;

        var trace = receipt["requirements"]!.AsArray().Single(r => r!["key"]!.ToString() == "names_agree")!["trace"]!;
        trace["value"]!.GetValue<bool>().Should().BeTrue();
        trace.ToJsonString().Should().Contain("\"reads\":\"business.legal_name\"");
        receipt["rules"]![0]!["trace"]!["value"]!.GetValue<bool>().Should().BeFalse();
    }

    [Fact]
    public void A_receipt_replays_from_recorded_answers_alone()
    {
        var functions = new CountingFunctions();
        var first = Example.Resolved.Evaluate(Example.With(), Traced with { Functions = functions });

        var replayed = Example.Resolved.Evaluate(Example.With(), Traced with { Functions = new PlaybackFunctions(first.DomainCalls) });

        functions.Calls.Should().Be(1);
        first.DomainCalls.Should().ContainSingle().Which.DataVersion.Should().Be("counting-1");
        replayed.Receipt().Should().Be(first.Receipt());
        replayed.DomainCalls.Should().BeEquivalentTo(first.DomainCalls);
    }

    [Fact]
    public void A_call_that_was_never_recorded_is_unknown() =>
        Example.Resolved.Evaluate(Example.With(), Example.Options with { Functions = new PlaybackFunctions([]) }).Outcome.Should().Be(Outcome.Review);

    [Fact]
    public void What_is_due_is_sorted_by_who_owes_it()
    {
        var due = Example.Evaluate(
            ("business/people/0/email", null), ("documents/proof_of_business", null), ("verifications/duplicate", null),
            ("verifications/sanctions_screening/0/checks/no_match", "\"failed\""), ("business/registered_address/country", "\"FR\"")).Due();

        due.CurrentlyDue.Select(i => i.Path).Should().Equal("documents.proof_of_business", "business.people[p1].email", "business.registered_address.country");
        due.CurrentlyDue.Should().OnlyContain(i => i.Awaiting == Awaiting.Applicant && i.Clause.Policy == "gb.alphanumeric");
        due.PendingVerification.Select(i => (i.Requirement, i.Awaiting)).Should().Equal(("sanctions", Awaiting.Reviewer), ("not_claimed", Awaiting.Platform));
        due.EventuallyDue.Select(i => i.Requirement).Should().Equal("names_agree");
        due.Alternatives.Should().ContainSingle().Which.AnyOf.Should().Equal("business_registration", "utility_bill");
        due.Errors.Select(e => e.Code).Should().Equal("address_outside_country", "sanctions_match");
        due.Deadline.Should().BeNull();
    }

    [Fact]
    public void A_deadline_that_has_passed_makes_it_past_due()
    {
        var facts = Example.With(("business/people/0/email", null), ("use_case/purpose", null));
        var late = new DateTimeOffset(2026, 11, 19, 0, 0, 0, TimeSpan.Zero);
        var options = Example.Options with { Deadlines = new Dictionary<string, DateTimeOffset> { ["representative"] = late, ["purpose"] = late.AddDays(30), ["industry"] = late.AddDays(-5) } };

        var due = Example.Resolved.Evaluate(facts, options).Due();

        due.PastDue.Should().ContainSingle().Which.Requirement.Should().Be("representative");
        due.CurrentlyDue.Should().ContainSingle().Which.Deadline.Should().Be(late.AddDays(30));
        due.Deadline.Should().Be(late);
    }

    [Fact]
    public void The_Trust_Hub_shape_knows_two_answers_only()
    {
        var good = TrustHub(Example.Evaluate());
        var bad = TrustHub(Example.Evaluate(("documents/proof_of_business", null), ("verifications/duplicate", null)));

        good["status"]!.ToString().Should().Be("compliant");
        good["results"]!.AsArray().Should().HaveCount(20).And.OnlyContain(r => r!["passed"]!.GetValue<bool>() && r["error_code"] == null);
        bad["status"]!.ToString().Should().Be("noncompliant");
        var missing = bad["results"]!.AsArray().Single(r => r!["requirement_name"]!.ToString() == "proof_of_business")!;
        missing["error_code"]!.ToString().Should().Be("22216");
        missing["invalid"]![0]!["object_field"]!.ToString().Should().Be("documents.proof_of_business");
    }

    [Fact]
    public void Every_reason_has_words_for_both_sides() =>
        ReasonCodes.All.Should().OnlyContain(r => r.Internal.EndsWith('.') && r.Applicant.EndsWith('.') && r.Applicant.Length > 10).And.OnlyHaveUniqueItems(r => r.Key);

    private static JsonNode TrustHub(PolicyEvaluation evaluation)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) evaluation.WriteTrustHubTo(writer);
        return JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
    }

    private sealed class CountingFunctions : IDomainFunctions
    {
        private readonly PlainDomainFunctions _plain = new();

        public int Calls { get; private set; }

        public DomainAnswer Similar(string left, string right)
        {
            Calls++;
            return _plain.Similar(left, right) with { DataVersion = "counting-1" };
        }

        public DomainAnswer Normalized(string text) => _plain.Normalized(text);

        public DomainAnswer ShowsAddress(string text, string address) => _plain.ShowsAddress(text, address);

        public DomainAnswer CountryIn(string country, string group) => _plain.CountryIn(country, group);

        public DomainAnswer IndustryIn(string industry, string group) => _plain.IndustryIn(industry, group);

        public DomainAnswer ListContains(string list, string value) => _plain.ListContains(list, value);
    }
}
