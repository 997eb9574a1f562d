using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs.Facts;

/// <summary>
/// The packs say what was read. Examples are made from the facts, never from the pack: whoever gives what a fact names is approved where the pack brings no
/// examples of its own, and whoever leaves out one thing that it names is not, anywhere.
/// </summary>
public sealed class CountryFactTests
{
    public static TheoryData<string> Rows => [.. CountryFact.All.Select(f => f.ToString())];

    [Fact]
    public void Every_fact_is_about_a_country_a_sender_type_and_names_that_are_known()
    {
        CountryFact.All.Should().HaveCountGreaterThan(430);
        CountryFact.All.Select(f => f.ToString()).Should().OnlyHaveUniqueItems();
        CountryFact.All.Should().OnlyContain(f => Countries.IsKnown(f.Country));
        CountryFact.All.SelectMany(f => f.SenderTypes).Should().OnlyContain(t => SenderTypes.All.Contains(t));
        CountryFact.All.SelectMany(f => f.FieldsOf("business").Concat(f.FieldsOf("individual"))).Distinct().Where(f => !FactNames.Knows(f)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_pack_answers_as_the_fact_says(string row)
    {
        var fact = CountryFact.All.Single(f => f.ToString() == row);
        foreach (var senderType in fact.SenderTypes)
        {
            foreach (var applicant in fact.Kinds.Where(k => k is "business" or "individual")) Check(fact, senderType, applicant);
        }
    }

    private static void Check(CountryFact fact, string senderType, string applicant)
    {
        var policy = PolicyCatalog.LoadPacks().Resolve(new PolicyQuery(fact.Country, senderType, applicant))!;
        var why = $"{policy.Key} for {fact}, {applicant}";
        if (fact.Verdict == "not_offered")
        {
            policy.NotOffered.Should().BeTrue(why);
            return;
        }

        // Certainty is never better than what was read; a pack that knows of a better page says so in its own sources.
        policy.NotOffered.Should().BeFalse(why);
        var own = policy.Tests.FirstOrDefault(t => t.Expect.Outcome == Outcome.Approve && t.Like is null);
        var facts = own is null ? FactApplicant.For(fact, senderType, applicant, policy) : OfExample(policy, own.Facts!);
        var outcome = Evaluate(policy, facts);
        if (fact.Verdict is "disputed" or "unknown" && own is null)
        {
            outcome.Outcome.Should().NotBe(Outcome.Approve, why);
            policy.Certainty.Should().Be(Certainty.Unknown, why);
            return;
        }

        if (fact.Country is "IR" or "KP" or "MM")
        {
            outcome.Reasons.Should().Contain(r => r.Key == "high_risk_country", why);
            return;
        }

        outcome.Outcome.Should().Be(Outcome.Approve, $"{why}: {string.Join(", ", outcome.Contributions.Select(c => $"{c.Key} {c.Reason}"))}");
        Losses(fact, applicant, policy, facts, own is null);
    }

    private static void Losses(CountryFact fact, string applicant, ResolvedPolicy policy, JsonObject facts, bool generated)
    {
        foreach (var field in fact.FieldsOf(applicant))
        {
            var lost = FactNames.PathsOf(field, applicant).Aggregate(facts, FactNames.Without);
            if (FactNames.PathsOf(field, applicant).Count > 0) Evaluate(policy, lost).Outcome.Should().NotBe(Outcome.Approve, $"{policy.Key} without {field}");
        }

        if (generated)
        {
            foreach (var document in fact.DocumentsOf(applicant).Where(d => !d.EndsWith('?') && Given(facts, d).Count > 0))
                Evaluate(policy, Given(facts, document).Aggregate(facts, (f, key) => FactNames.Without(f, $"documents.{key}"))).Outcome.Should().NotBe(Outcome.Approve, $"{policy.Key} without {document}");
        }

        if (fact.Registration == "required_some_networks" && fact.Networks.Count > 0 && generated)
        {
            var elsewhere = (JsonObject)facts.DeepClone();
            elsewhere["use_case"]!["networks"] = new JsonArray("99999");
            Evaluate(policy, FactNames.Without(elsewhere, "business.website")).Outcome.Should().Be(Outcome.Approve, $"{policy.Key} on a network that asks for nothing");
        }

        if (fact.Address == "any" && generated) Evaluate(policy, Elsewhere(facts)).Outcome.Should().Be(Outcome.Approve, $"{policy.Key} takes addresses from anywhere");
        if (fact.Address is "in_country" or "in_area") Evaluate(policy, Elsewhere(facts)).Outcome.Should().NotBe(Outcome.Approve, $"{policy.Key} wants an address in the country");
    }

    private static List<string> Given(JsonObject facts, string document)
    {
        var papers = FactNames.PapersOf(document);
        return [.. (facts["documents"] as JsonObject ?? []).Where(d => papers.Contains(d.Value!["type"]!.GetValue<string>())).Select(d => d.Key)];
    }

    private static JsonObject Elsewhere(JsonObject facts)
    {
        var moved = (JsonObject)facts.DeepClone();
        foreach (var address in (string[])["registered_address", "operating_address"])
        {
            if (moved["business"]?[address] is JsonObject of) of["country"] = "SM";
        }

        if (moved["individual"]?["address"] is JsonObject home) home["country"] = "SM";
        return moved;
    }

    private static JsonObject OfExample(ResolvedPolicy policy, JsonObject example)
    {
        var facts = (JsonObject)example.DeepClone();
        facts["now"] = "2026-11-20T00:00:00Z";
        facts["country"] = policy.Scope.Country;
        facts["sender_type"] = policy.Scope.SenderType;
        facts["applicant"] = policy.Scope.Applicant ?? "business";
        var people = facts["business"]?["people"] as JsonArray ?? [];
        for (var i = 0; i < people.Count; i++) people[i]!["id"] = $"person_{i + 1}";
        return facts;
    }

    private static PolicyEvaluation Evaluate(ResolvedPolicy policy, JsonObject facts)
    {
        var options = new EvaluationOptions(Live: false, Attested: true, Trace: false, new PlainDomainFunctions(), ProviderSet.All, RetryScheduled: false);
        var answered = (JsonObject)facts.DeepClone();
        PackChecks.AnswerAll(answered, policy.Plan(PackChecks.Read(answered), options).Verifications);
        return policy.Evaluate(PackChecks.Read(answered), options);
    }
}
