using System.Text.Json.Nodes;
using AwesomeAssertions;
using KybPlatform.Policies;
using KybPlatform.Policies.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Packs;

/// <summary>No shipped policy approves on what nobody has checked, whichever of its own approving examples it is given.</summary>
public sealed class PackSafetyTests
{
    public static TheoryData<string, string> Approving =>
        [.. PolicyCatalog.LoadPacks().All.SelectMany(p => p.Tests.Where(t => t.Like is null && t.Expect.Outcome == Outcome.Approve).Select(t => (p.Key, t.Name)))];

    [Theory]
    [MemberData(nameof(Approving))]
    public void Nothing_is_approved_before_its_checks_have_answered(string key, string example) =>
        Evaluate(key, example, _ => { }).Outcome.Should().NotBe(Outcome.Approve);

    [Theory]
    [MemberData(nameof(Approving))]
    public void Nothing_is_approved_while_one_check_cannot_answer(string key, string example)
    {
        var planned = Plan(key, example);

        planned.Should().NotBeEmpty();
        foreach (var silent in planned)
        {
            var outcome = Evaluate(key, example, facts => PackChecks.AnswerAll(facts, planned, inconclusive: silent)).Outcome;
            outcome.Should().NotBe(Outcome.Approve, $"{silent.Type} of {silent.Subject} gave no answer");
        }
    }

    [Theory]
    [MemberData(nameof(Approving))]
    public void Nothing_is_approved_after_one_check_has_failed(string key, string example)
    {
        var planned = Plan(key, example);

        foreach (var bad in planned)
        {
            var outcome = Evaluate(key, example, facts => PackChecks.AnswerAll(facts, planned, failed: bad)).Outcome;
            outcome.Should().NotBe(Outcome.Approve, $"{bad.Type} of {bad.Subject} failed");
        }
    }

    [Theory]
    [MemberData(nameof(Approving))]
    public void Without_a_single_provider_nothing_is_approved_in_a_live_tenant(string key, string example) =>
        Evaluate(key, example, _ => { }, new HashSet<string>(), live: true).Outcome.Should().NotBe(Outcome.Approve);

    private static IReadOnlyList<PlannedVerification> Plan(string key, string example) =>
        PolicyCatalog.LoadPacks().Find(key)!.Plan(PackChecks.Read(Facts(key, example)), Options(ProviderSet.All, live: false)).Verifications;

    private static PolicyEvaluation Evaluate(string key, string example, Action<JsonObject> change, IReadOnlySet<string>? providers = null, bool live = false)
    {
        var facts = Facts(key, example);
        change(facts);
        return PolicyCatalog.LoadPacks().Find(key)!.Evaluate(PackChecks.Read(facts), Options(providers ?? ProviderSet.All, live));
    }

    private static EvaluationOptions Options(IReadOnlySet<string> providers, bool live) => new(live, Attested: true, Trace: false, new PlainDomainFunctions(), providers, RetryScheduled: false);

    private static JsonObject Facts(string key, string example)
    {
        var policy = PolicyCatalog.LoadPacks().Find(key)!;
        var facts = (JsonObject)policy.Tests.Single(t => t.Name == example).Facts!.DeepClone();
        facts["now"] = PackChecks.Now;
        facts["country"] = policy.Scope.Country;
        facts["sender_type"] = policy.Scope.SenderType;
        facts["applicant"] = policy.Scope.Applicant ?? "business";
        var people = facts["business"]?["people"] as JsonArray ?? [];
        for (var i = 0; i < people.Count; i++) people[i]!["id"] = $"person_{i + 1}";
        return facts;
    }
}
