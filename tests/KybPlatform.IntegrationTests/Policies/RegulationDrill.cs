using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Backtests;
using KybPlatform.IntegrationTests.Documents;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>
/// From a changed regulation to restricted senders, through the public API alone: Germany asks for one more document for local numbers from
/// next month. The company and its people are fictional. Prints its steps and what each took.
/// </summary>
public sealed class RegulationDrill(PlatformApp app, ITestOutputHelper output)
{
    private const string Overlay = """
        key: de.local
        overlays: de.local
        requirements:
          - key: proof_of_use
            kind: document
            title: Proof that the address is used
            any_of: [{ type: utility_bill, max_age_days: 90, evidence: claimed }]
            sources: [{ title: "The regulator's order of the drill", retrieved: 2026-11-20, certainty: documented }]
        registration: { grace_days_on_change: 60 }
        tests:
          - name: with a bill of this month
            like: a company at its registered office
            facts: { documents: { proof_of_use: { type: utility_bill, issued_on: "2026-11-05", evidence: extracted } } }
            expect: { outcome: approve }
          - name: without a bill
            like: a company at its registered office
            expect: { outcome: request_information, requirements: { proof_of_use: missing } }
        """;

    private readonly Stopwatch _step = new();

    [Fact]
    public async Task A_regulation_changes()
    {
        var team = await PolicyTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var (approved, profile) = await SenderAsync(team);
        var registration = approved.Text("/sender_registration_id");
        var now = await team.NowAsync();
        var nextMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        _step.Start();

        var version = await team.DraftAsync("de.local", Overlay);
        Tell($"an officer drafts version {version} of de.local: one more document");
        var check = (await team.DoAsync(team.Author, "de.local", version, "check")).ShouldBe(200);
        check.At("/sound").GetBoolean().Should().BeTrue("the answer was {0}", check.Body);
        Tell("lint: nothing is wrong");
        (await team.DoAsync(team.Author, "de.local", version, "test")).ShouldBe(200).At("/passed").GetBoolean().Should().BeTrue();
        Tell("its examples hold");
        (await team.Tenant.GetAsync($"/v1/policies/de.local/diff?from={ShippedVersion.Of("de.local")}&to={version}")).ShouldBe(200).Body.Should().Contain("proof_of_use");
        Tell("the difference, requirement by requirement");
        var impact = (await team.DoAsync(team.Author, "de.local", version, "impact", new { effective_from = nextMonth })).ShouldBe(200);
        impact.At("/newly_unmet").EnumerateArray().Select(u => (u.Text("/key"), u.At("/registrations").GetInt32())).Should().Equal(("proof_of_use", 1));
        Tell("impact: one sender will lack the document");
        await BacktestedAsync(team, version);
        (await team.DoAsync(team.Author, "de.local", version, "request-approval", new { effective_from = nextMonth })).ShouldBe(201).At("/backtest/flips").GetInt64().Should().Be(1);
        Tell("approval is requested, with the backtest beside it");
        (await team.DoAsync(team.Author, "de.local", version, "approve")).ShouldBeRefused(403, "own_work");
        (await team.DoAsync(team.Approver, "de.local", version, "approve")).ShouldBe(200);
        Tell("a second person approves");
        (await team.DoAsync(team.Author, "de.local", version, "publish", new { effective_from = nextMonth, open_inquiries = "keep" })).ShouldBe(200).Text("/state").Should().Be("scheduled");
        Tell($"scheduled for {nextMonth:yyyy-MM-dd}");
        (await AsksForAsync(team, profile)).Should().NotContain("proof_of_use");

        await MoveAsync(team, nextMonth.AddSeconds(1));
        Tell("the month begins");
        (await AsksForAsync(team, profile)).Should().Contain("proof_of_use");
        Tell("whoever applies is asked for it");
        var decided = (await team.Tenant.PostAsync("/v1/inquiries", await AgainAsync(team, profile, submit: true), wait: 20)).ShouldBe(201);
        (decided.Text("/status"), decided.Text("/decision/outcome")).Should().Be(("needs_information", "request_information"));
        Tell("and decided by it: what was approved before waits for the document");
        var lacking = await Eventually.AsksAsync(() => team.Tenant.GetAsync($"/v1/sender-registrations/{registration}"), r => r.Text("/status") == "action_required");
        lacking.At("/unmet").EnumerateArray().Select(u => u.Text("/key")).Should().Equal("proof_of_use");
        (await AllowedAsync(team, profile)).Should().BeTrue();
        var deadline = lacking.At("/deadline").GetDateTimeOffset();
        Tell($"the sender has until {deadline:yyyy-MM-dd}, and sends on");

        await MoveAsync(team, deadline.AddSeconds(1));
        (await AllowedAsync(team, profile)).Should().BeFalse();
        Tell("at the deadline its traffic stops");
    }

    private async Task BacktestedAsync(PolicyTeam team, int version)
    {
        var backtest = await TriedPolicies.CompletedAsync(team.Tenant, new { policies = new[] { new { key = "de.local", version } } });
        backtest.At("/report/causes").EnumerateArray().Select(c => (c.Text("/kind"), c.Text("/key"), c.At("/count").GetInt64())).Should().Equal(("would_be_asked", "proof_of_use", 1));
        Tell("backtest: of one past decision one would have been asked for more");
    }

    private static async Task<(HttpAnswer Approved, string Profile)> SenderAsync(PolicyTeam team)
    {
        var inquiry = (await team.Tenant.PostAsync("/v1/inquiries", await SubmissionAsync(team, submit: true), wait: 20)).ShouldBe(201);
        if (inquiry.Text("/status") != "approved")
        {
            inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
            inquiry = (await Inquiries.Reviews.ApproveAsync(team.Tenant, inquiry.Text("/id"), "Read the extract.")).ShouldBe(200);
        }
        return (inquiry, inquiry.Text("/business_profile_id"));
    }

    private static async Task<JsonObject> SubmissionAsync(PolicyTeam team, bool submit)
    {
        var document = (await team.Tenant.UploadAsync("/v1/documents", SampleFiles.Pdf())).ShouldBe(201).Text("/id");
        var issued = (await team.NowAsync()).AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return JsonNode.Parse($$"""
            { "country": "DE", "sender_type": "local", "submit": {{(submit ? "true" : "false")}}, "use_case": { "description": "Customers reach the service desk of the workshop under it." },
              "business": { "legal_name": "Werkstatt Beispiel GmbH", "type": "private_limited_company", "industry": "automotive", "incorporated_on": "2004-02-03", "website": "https://de.example.com",
                "identifiers": [{ "scheme": "DE:HRB", "value": "Berlin HRB 999999" }],
                "registered_address": { "line1": "Musterstraße 1", "city": "Berlin", "postal_code": "00000", "country": "DE" },
                "people": [{ "roles": ["authorized_representative", "owner"], "ownership_percent": 100, "given_name": "Jonas", "family_name": "Muster", "date_of_birth": "1981-01-31", "email": "jonas@example.com", "phone": "+493023125001" }] },
              "documents": [{ "requirement": "proof_of_presence", "document_id": "{{document}}", "type": "commercial_register_extract", "issued_on": "{{issued}}", "fields": { "business_name": "Werkstatt Beispiel GmbH", "address": "Musterstraße 1, Berlin" } }],
              "attestations": [{ "requirement": "address_in_area", "accepted": true, "by": "Jonas Muster" }] }
            """)!.AsObject();
    }

    /// <summary>What somebody who applies today is asked for.</summary>
    private static async Task<IReadOnlyList<string>> AsksForAsync(PolicyTeam team, string profile)
    {
        var begun = (await team.Tenant.PostAsync("/v1/inquiries", await AgainAsync(team, profile, submit: false))).ShouldBe(201).Text("/id");
        return [.. (await team.Tenant.GetAsync($"/v1/inquiries/{begun}/requirements")).ShouldBe(200).At("/results").EnumerateArray().Select(r => r.Text("/key"))];
    }

    private static async Task<JsonObject> AgainAsync(PolicyTeam team, string profile, bool submit)
    {
        var again = await SubmissionAsync(team, submit);
        again.Remove("business");
        again["business_profile_id"] = profile;
        return again;
    }

    private static async Task<bool> AllowedAsync(PolicyTeam team, string profile) =>
        (await team.Tenant.GetAsync($"/v1/sender-registrations/check?profile={profile}&country=DE&sender_type=local")).ShouldBe(200).At("/allowed").GetBoolean();

    private static Task<HttpAnswer> MoveAsync(PolicyTeam team, DateTimeOffset to) => team.Tenant.PutAsync("/v1/tenant/clock", new { now = to }).ShouldBeAsync(200);

    private void Tell(string what)
    {
        output.WriteLine($"{_step.ElapsedMilliseconds,6} ms  {what}");
        _step.Restart();
    }
}
