using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Cases;

namespace KybPlatform.IntegrationTests.Workflows;

/// <summary>From a draft to what is in force, and what is refused on the way.</summary>
public sealed class WorkflowLifeTests(PlatformApp app)
{
    [Fact]
    public async Task A_draft_is_edited_checked_tested_approved_by_a_second_person_and_published()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var (tenant, author) = (team.Tenant, (await ReviewTeam.PersonAsync(team.Tenant, "Pat Author", "policy_author")).Client);
        var approver = (await ReviewTeam.PersonAsync(team.Tenant, "Sam Approver", "policy_approver")).Client;
        (await tenant.PutAsync("/v1/workflows/settings", new { second_person = true })).ShouldBeRefused(403, "person_required");
        (await team.Admin.Client.PutAsync("/v1/workflows/settings", new { second_person = true })).ShouldBe(200);

        var made = (await author.PostAsync("/v1/workflows", new { document = Document("true && inquiry.countri == 'GB'"), summary = "First" })).ShouldBe(201);
        (made.Text("/state"), made.At("/version").GetInt32(), made.ETag).Should().Be(("draft", 1, "\"1\""));
        var check = (await author.PostAsync("/v1/workflows/acme.flow/versions/1/check")).ShouldBe(200);
        check.At("/sound").GetBoolean().Should().BeFalse();
        (check.Text("/issues/0/code"), check.Text("/issues/0/pointer"), check.Text("/issues/0/suggestion"), check.At("/issues/0/offset").GetInt32()).Should().Be(("undefined_field", "/triggers/0/when", "country", 8));
        (await author.PostAsync("/v1/workflows/acme.flow/versions/1/test")).ShouldBeRefused(422, "check_failed");
        (await author.PostAsync("/v1/workflows/acme.flow/versions/1/request-approval")).ShouldBeRefused(422, "check_failed").ShouldBlame("/triggers/0/when", "undefined_field");

        (await author.PutAsync("/v1/workflows/acme.flow/versions/1", new { document = Document("inquiry.country == 'FR'") })).ShouldBeRefused(428, "if_match_required");
        (await author.PutAsync("/v1/workflows/acme.flow/versions/1", new { document = Document("inquiry.country == 'FR'") }, "\"7\"")).ShouldBeRefused(412, "version_mismatch");
        var edited = (await author.PutAsync("/v1/workflows/acme.flow/versions/1", new { document = Document("inquiry.country == 'FR'") }, "\"1\"")).ShouldBe(200);
        var tested = (await author.PostAsync("/v1/workflows/acme.flow/versions/1/test")).ShouldBe(200);
        (tested.At("/passed").GetBoolean(), tested.At("/results/0/started").GetBoolean()).Should().Be((false, false), "the example is about Great Britain");
        (await author.PostAsync("/v1/workflows/acme.flow/versions/1/publish")).ShouldBeRefused(422, "tests_failed");
        (await author.PutAsync("/v1/workflows/acme.flow/versions/1", new { document = Document("inquiry.country == 'GB'") }, edited.ETag)).ShouldBe(200);

        (await author.PostAsync("/v1/workflows/acme.flow/versions/1/publish")).ShouldBeRefused(409, "not_approved");
        (await approver.PostAsync("/v1/workflows/acme.flow/versions/1/approve")).ShouldBeRefused(409, "not_in_review");
        (await author.PostAsync("/v1/workflows/acme.flow/versions/1/request-approval")).ShouldBe(200).Text("/state").Should().Be("in_review");
        (await author.PutAsync("/v1/workflows/acme.flow/versions/1", new { document = Document("true") }, "\"4\"")).ShouldBeRefused(409, "version_frozen");
        (await tenant.PostAsync("/v1/workflows/acme.flow/versions/1/approve")).ShouldBeRefused(403, "person_required");
        (await approver.PostAsync("/v1/workflows/acme.flow/versions/1/approve")).ShouldBe(200).Text("/state").Should().Be("approved");
        var published = (await author.PostAsync("/v1/workflows/acme.flow/versions/1/publish")).ShouldBe(200);
        (published.At("/active").GetBoolean(), published.Text("/hash")[..7]).Should().Be((true, "sha256:"));
        (await author.GetAsync("/v1/workflows/acme.flow")).ShouldBe(200).At("/active/version").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Nobody_brings_into_force_what_passes_on_facts_that_they_may_not_read()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var author = (await ReviewTeam.PersonAsync(team.Tenant, "Pat Author", "policy_author")).Client;
        (await author.GetAsync("/v1/business-profiles")).ShouldBeRefused(403, "missing_scope");
        const string Call = """{ "key": "tell", "kind": "call_http", "url": "https://hooks.example.com/", "body": { "who": "{{WHAT}}" } }""";
        async Task<HttpAnswer> Publish(string key, string steps)
        {
            var document = JsonNode.Parse($$"""{ "key": "{{key}}", "title": "A flow", "about": "inquiry", "triggers": [{ "call": true }], "steps": [{{steps}}], "tests": [{ "name": "it begins", "facts": {}, "expect": { "started": true } }] }""");
            (await author.PostAsync("/v1/workflows", new { document })).ShouldBe(201);
            return await author.PostAsync($"/v1/workflows/{key}/versions/1/publish");
        }

        (await Publish("acme.names", Call.Replace("WHAT", "business.people[0].given_name", StringComparison.Ordinal))).ShouldBeRefused(403, "scope_not_held").ShouldBlame("/steps/0/body/who", "scope_not_held");
        (await Publish("acme.whole", Call.Replace("WHAT", "business", StringComparison.Ordinal))).ShouldBeRefused(403, "scope_not_held");
        (await Publish("acme.each", $$"""{ "key": "all", "kind": "for_each", "in": "business.people", "as": "person", "steps": [{{Call.Replace("WHAT", "person.email", StringComparison.Ordinal)}}] }""")).ShouldBeRefused(403, "scope_not_held");
        (await Publish("acme.tags", """{ "key": "mark", "kind": "tag", "add": ["{{business.people[0].family_name}}"] }""")).ShouldBeRefused(403, "scope_not_held");
        (await author.GetAsync("/v1/workflows/acme.names")).ShouldBe(200).Has("/active").Should().BeFalse();

        (await Publish("acme.ids", Call.Replace("WHAT", "inquiry.id", StringComparison.Ordinal))).ShouldBe(200);
        (await Publish("acme.industry", Call.Replace("WHAT", "business.industry", StringComparison.Ordinal))).ShouldBe(200);
        (await team.Admin.Client.PostAsync("/v1/workflows/acme.names/versions/1/publish")).ShouldBe(200);
    }

    [Fact]
    public async Task What_a_workflow_does_to_applicants_its_publisher_may_do_or_a_second_person_has_approved()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var author = (await ReviewTeam.PersonAsync(team.Tenant, "Pat Author", "policy_author")).Client;
        var approver = (await ReviewTeam.PersonAsync(team.Tenant, "Ash Approver", "policy_approver")).Client;
        (string Key, string Step)[] acts =
        [
            ("acme.declines", """{ "key": "no", "kind": "decide", "outcome": "decline", "reasons": ["prohibited_industry"] }"""),
            ("acme.asks", """{ "key": "ask", "kind": "request_information", "requirements": [{ "requirement": "proof_of_business", "text": "Newer, please." }] }"""),
            ("acme.sets", """{ "key": "set", "kind": "set_field", "path": "business.industry", "value": "retail" }"""),
        ];
        foreach (var (key, step) in acts)
        {
            // Inside of a branch, too.
            var document = JsonNode.Parse($$"""
                { "key": "{{key}}", "title": "A flow", "about": "inquiry", "triggers": [{ "call": true }],
                  "steps": [{ "key": "which", "kind": "condition", "branches": [{ "when": "inquiry.country == 'GB'", "steps": [{{step}}] }] }],
                  "tests": [{ "name": "it begins", "facts": { "inquiry": { "country": "FR" } }, "expect": { "started": true } }] }
                """);
            (await author.PostAsync("/v1/workflows", new { document })).ShouldBe(201);
            (await author.PostAsync($"/v1/workflows/{key}/versions/1/publish")).ShouldBeRefused(403, "scope_not_held").ShouldBlame("/steps/0/branches/0/steps/0", "scope_not_held");
            (await author.GetAsync($"/v1/workflows/{key}")).ShouldBe(200).Has("/active").Should().BeFalse();
        }

        (await team.Admin.Client.PostAsync("/v1/workflows/acme.sets/versions/1/publish")).ShouldBe(200);
        (await author.PostAsync("/v1/workflows/acme.declines/versions/1/request-approval")).ShouldBe(200);
        (await author.PostAsync("/v1/workflows/acme.declines/versions/1/publish")).ShouldBeRefused(403, "scope_not_held");
        (await approver.PostAsync("/v1/workflows/acme.declines/versions/1/approve")).ShouldBe(200);
        (await author.PostAsync("/v1/workflows/acme.declines/versions/1/publish")).ShouldBe(200);
    }

    [Fact]
    public async Task Whoever_wrote_it_does_not_approve_it()
    {
        var team = await ReviewTeam.OfAsync(await app.ANewTenantAsync());
        var admin = team.Admin.Client;
        (await admin.PostAsync("/v1/workflows", new { document = Document("true") })).ShouldBe(201);
        (await admin.PostAsync("/v1/workflows/acme.flow/versions/1/request-approval")).ShouldBe(200);
        (await admin.PostAsync("/v1/workflows/acme.flow/versions/1/approve")).ShouldBeRefused(403, "own_work");
    }

    [Fact]
    public async Task What_is_no_workflow_is_refused_with_every_fault_at_its_place()
    {
        var tenant = await app.ANewTenantAsync();
        var refused = (await tenant.PostAsync("/v1/workflows", new { document = JsonNode.Parse("""{ "key": "Acme Flow", "title": "A", "about": "inquiri", "triggers": [{ "event": "inquiry.in_reviw" }], "steps": [{ "key": "a", "kind": "create_cse" }], "extra": 1 }""") })).ShouldBeRefused(422, "workflow_unreadable");
        refused.ShouldBlame("/document/key", "malformed_key").ShouldBlame("/document/about", "unknown_value").ShouldBlame("/document/triggers/0/event", "unknown_event").ShouldBlame("/document/steps/0/kind", "unknown_step_kind").ShouldBlame("/document/extra", "unknown_key");
        refused.Body.Should().Contain("Did you mean 'create_case'?").And.Contain("Did you mean 'inquiry.in_review'?");
        (await tenant.PostAsync("/v1/workflows", new { document = JsonNode.Parse(Document("true").ToJsonString().Replace("acme.flow", "settings", StringComparison.Ordinal)) })).ShouldBeRefused(422, "reserved_key");
        (await tenant.PostAsync("/v1/workflows", new { document = Document("true") })).ShouldBe(201);
        (await tenant.PostAsync("/v1/workflows", new { document = Document("true") })).ShouldBeRefused(409, "workflow_exists");
        (await tenant.PostAsync("/v1/workflows/acme.other/versions", new { document = Document("true") })).ShouldBeRefused(422, "key_differs");
    }

    [Fact]
    public async Task Workflows_that_would_begin_each_other_in_a_circle_are_refused_at_the_check()
    {
        var tenant = await app.ANewTenantAsync();
        await tenant.AFlowAsync("test.b", """{ "key": "mark", "kind": "tag", "add": ["b"] }""");
        await tenant.AFlowAsync("test.a", """{ "key": "go", "kind": "start_workflow", "workflow": "test.b" }""");
        var circle = (await tenant.PostAsync("/v1/workflows/test.b/versions", new { document = JsonNode.Parse("""
            { "key": "test.b", "title": "B", "about": "inquiry", "triggers": [{ "call": true }], "steps": [{ "key": "back", "kind": "start_workflow", "workflow": "test.a" }, { "key": "none", "kind": "start_workflow", "workflow": "test.c" }] }
            """) })).ShouldBe(201);
        var check = (await tenant.PostAsync($"/v1/workflows/test.b/versions/{circle.At("/version").GetInt32()}/check")).ShouldBe(200);
        check.At("/issues").EnumerateArray().Select(i => (i.Text("/pointer"), i.Text("/code"))).Should().Contain([("/steps/0/workflow", "recursive_workflow"), ("/steps/1/workflow", "unknown_workflow")]);
    }

    [Fact]
    public async Task Calls_are_held_to_what_the_workflow_declares()
    {
        var tenant = await app.ANewTenantAsync();
        var other = await app.ANewTenantAsync();
        var (inquiry, foreign) = (await WorkflowStepTests.OpenAsync(tenant), await WorkflowStepTests.OpenAsync(other));
        await tenant.AFlowAsync("test.call", """{ "key": "mark", "kind": "tag", "add": ["x"] }""", inputs: """{ "limit": "int" }""");
        (await tenant.PostAsync("/v1/workflows/test.call/runs", new { about = inquiry, input = new { limt = 1 } })).ShouldBeRefused(422, "unknown_field").ShouldBlame("/input/limt", "unknown_field");
        (await tenant.PostAsync("/v1/workflows/test.call/runs", new { about = inquiry, input = new { limit = "five" } })).ShouldBeRefused(422, "invalid_type").ShouldBlame("/input/limit", "invalid_type");
        (await tenant.PostAsync("/v1/workflows/test.call/runs", new { about = foreign })).ShouldBeRefused(422, "unknown_resource");
        (await tenant.PostAsync("/v1/workflows/test.call/runs", new { about = inquiry, input = new { limit = 1, word = new string('x', 20_000) } })).ShouldBeRefused(422, "too_large");
        (await tenant.PostAsync("/v1/workflows/test.nothing/runs", new { about = inquiry })).ShouldBeRefused(404, "not_found");
        (await tenant.PostAsync("/v1/workflows/kyb.verification_expires/runs", new { about = inquiry })).ShouldBeRefused(409, "workflow_retired");
        (await other.GetAsync("/v1/workflows/test.call")).ShouldBeRefused(404, "not_found");
    }

    private static JsonNode Document(string when) => JsonNode.Parse($$"""
        { "key": "acme.flow", "title": "A flow", "about": "inquiry", "triggers": [{ "event": "inquiry.in_review", "when": "{{when}}" }], "steps": [{ "key": "mark", "kind": "tag", "add": ["x"] }],
          "tests": [{ "name": "it begins", "event": { "type": "inquiry.in_review" }, "facts": { "inquiry": { "country": "GB" } }, "expect": { "status": "completed", "steps": ["mark"] } }] }
        """)!;
}
