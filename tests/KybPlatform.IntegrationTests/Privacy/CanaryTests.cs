using System.Text.Json.Nodes;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Documents;
using KybPlatform.IntegrationTests.Inquiries;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KybPlatform.IntegrationTests.Privacy;

/// <summary>Puts a value of its own into every classified field there is, and looks for them wherever they could have leaked.</summary>
public sealed class CanaryTests(TestPostgres postgres)
{
    private const string ChangedEmail = "business.email, changed";

    [Fact]
    public async Task No_classified_value_is_readable_in_the_database_the_logs_or_a_list_and_none_at_all_after_redaction()
    {
        var logs = new EveryLine();
        await using var platform = await RunningPlatform.StartAsync(postgres, services: s => s.AddSingleton<ILoggerProvider>(logs).Configure<LoggerFilterOptions>(o => o.MinLevel = LogLevel.Debug));
        var tenant = (await platform.ANewTenantAsync()).Test;
        var canaries = new Canaries();
        var told = await TellEverythingAsync(tenant, canaries);
        canaries.Classified.Should().HaveCountGreaterThan(40, "the vocabulary has so many classified fields");

        var dump = await DumpAsync(platform);
        dump.SelectMany(table => canaries.Seen($"table {table.Key}", table.Value)).ShouldBeNone("in the database");
        dump["business_profiles"].Should().ContainAll(canaries.Public.Where(p => p.Path.StartsWith("business.", StringComparison.Ordinal)).Select(p => p.Value), "what registers publish is searchable");
        canaries.Seen("logs", logs.Text).ShouldBeNone("in the logs");
        await QuietAsync(tenant, canaries, told);

        (await tenant.GetAsync($"/v1/business-profiles/{told.Business}")).ShouldBe(200).Body.Should().Contain(canaries.Classified.First(c => c.Path == ChangedEmail).Value, "who may read the profile sees it");
        await RedactAsync(tenant, told);
        await SilentAsync(tenant, canaries, told);
        (await DumpAsync(platform)).SelectMany(table => canaries.Seen($"table {table.Key}", table.Value)).ShouldBeNone("after redaction");
        canaries.Seen("logs", logs.Text).ShouldBeNone("in the logs");
        platform.Logs.Errors.ShouldBeNone();
    }

    [Fact]
    public void The_search_sees_a_value_that_is_readable()
    {
        var canaries = new Canaries();
        var value = canaries.Extra("a note");

        canaries.Seen("here", $"x {value} y").Should().ContainSingle();
        canaries.Seen("here", Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes($"x {value} y"))).Should().ContainSingle();
        canaries.Seen("here", "nothing").Should().BeEmpty();
    }

    private static async Task<Told> TellEverythingAsync(TenantClient tenant, Canaries canaries)
    {
        (await tenant.PostAsync("/v1/users", new { name = canaries.Extra("a user's name"), email = canaries.Extra("a user's e-mail", "@staff.example").ToLowerInvariant(), roles = new[] { "reviewer" } })).ShouldBe(201);
        var document = (await tenant.UploadAsync("/v1/documents", SampleFiles.Pdf(), fileName: canaries.Extra("a file's name", ".pdf"))).ShouldBe(201).Text("/id");
        var useCase = Submissions.UseCase();
        useCase["emergency_address"] = canaries.Fill("use_case.emergency_address");
        var business = canaries.Fill("business");
        var inquiry = new JsonObject
        {
            ["country"] = "GB",
            ["sender_type"] = "alphanumeric",
            ["submit"] = true,
            ["use_case"] = useCase,
            ["business"] = business,
            ["documents"] = new JsonArray(new JsonObject
            {
                ["requirement"] = "proof_of_business",
                ["document_id"] = document,
                ["type"] = "certificate_of_incorporation",
                ["fields"] = canaries.Fill("documents.x.fields"),
            }),
            ["attestations"] = new JsonArray(new JsonObject { ["requirement"] = "terms", ["accepted"] = true, ["by"] = canaries.Extra("who declared") }),
        };
        var made = (await tenant.PostAsync("/v1/inquiries", inquiry, idempotencyKey: "inquiry", wait: 20)).ShouldBe(201);
        var individual = canaries.Fill("individual");
        var person = (await tenant.PostAsync("/v1/inquiries", new JsonObject { ["country"] = "GB", ["sender_type"] = "local", ["submit"] = true, ["individual"] = individual }, wait: 20)).ShouldBe(201);

        // Changed, so that history has old and new; made again by itself, so that a kept answer holds it.
        (await tenant.PatchAsync($"/v1/business-profiles/{made.Text("/business_profile_id")}", new { email = canaries.Extra(ChangedEmail, "@canary.example") })).ShouldBe(200);
        var alone = (await tenant.PostAsync("/v1/business-profiles", canaries.Fill("business"), idempotencyKey: "alone")).ShouldBe(201);

        var reviewed = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant, business: null), wait: 20)).ShouldBe(201);
        var cased = await Reviews.ClaimAsync(tenant, reviewed.Text("/id"));
        (await tenant.PostAsync($"/v1/cases/{cased}/notes", new { text = canaries.Extra("a note on a case") }, idempotencyKey: "note")).ShouldBe(201);
        var overrides = await Reviews.OverridesAsync(tenant, reviewed.Text("/id"), canaries.Extra("a reviewer's reason"));
        var decided = (await tenant.PostAsync($"/v1/inquiries/{reviewed.Text("/id")}/decision", new { outcome = "approve", note = canaries.Extra("a reviewer's note"), overrides })).ShouldBe(200);
        return new Told(made.Text("/business_profile_id"), person.Text("/individual_profile_id"), alone.Text("/id"), decided.Text("/business_profile_id"), document,
            made.Text("/id"), person.Text("/id"), made.Text("/decision/id"), decided.Text("/decision/id"));
    }

    /// <summary>What may be read without a right to the persons' data tells nothing of them, refusals included.</summary>
    private static async Task QuietAsync(TenantClient tenant, Canaries canaries, Told told)
    {
        string[] paths =
        [
            "/v1/business-profiles", "/v1/individual-profiles", "/v1/inquiries", $"/v1/inquiries/{told.Inquiry}", $"/v1/inquiries/{told.Inquiry}/requirements", $"/v1/inquiries/{told.Inquiry}/timeline",
            $"/v1/inquiries/{told.PersonsInquiry}", "/v1/sender-registrations", "/v1/audit-entries?limit=100", "/v1/events?limit=100", "/v1/verifications", $"/v1/decisions/{told.Decision}",
            "/v1/screening/matches", "/v1/policies",
        ];
        var leaks = new List<string>();
        foreach (var path in paths)
        {
            var answer = await tenant.GetAsync(path);
            if (answer.Status != 404) leaks.AddRange(canaries.Seen(path, answer.ShouldBe(200).Body));
        }
        var name = canaries.Classified.First(c => c.Path == "business.people[].family_name").Value;
        foreach (var body in (string[])[$$"""{ "date_of_birth": "{{name}}" }""", $$"""{ "roles": ["{{name}}"] }""", $$"""{ "nationality": "{{name}}" }""", $$"""{ "given_name": {"x":"{{name}}"} }""", $$"""{ "email": "{{name}}" """])
        {
            var refused = await tenant.PostAsync($"/v1/business-profiles/{told.Business}/people", body);
            refused.Status.Should().BeOneOf(400, 422);
            leaks.AddRange(canaries.Seen($"the refusal of {body}", refused.Body));
        }
        leaks.ShouldBeNone();
    }

    private static async Task RedactAsync(TenantClient tenant, Told told)
    {
        foreach (var business in (string[])[told.Business, told.Alone, told.Reviewed]) (await tenant.PostAsync($"/v1/business-profiles/{business}/redact")).ShouldBe(200);
        (await tenant.PostAsync($"/v1/individual-profiles/{told.Individual}/redact")).ShouldBe(200);
    }

    /// <summary>Nothing yields them any more: not the profile, its history, a trace, a note, a document, or a kept answer.</summary>
    private static async Task SilentAsync(TenantClient tenant, Canaries canaries, Told told)
    {
        string[] paths =
        [
            $"/v1/business-profiles/{told.Business}", $"/v1/business-profiles/{told.Business}/history", $"/v1/individual-profiles/{told.Individual}", $"/v1/individual-profiles/{told.Individual}/history",
            $"/v1/inquiries/{told.Inquiry}", $"/v1/decisions/{told.NotedDecision}", $"/v1/documents/{told.Document}", "/v1/verifications", "/v1/screening/matches",
        ];
        var leaks = new List<string>();
        foreach (var path in paths) leaks.AddRange(canaries.Seen(path, (await tenant.GetAsync(path)).Body));
        leaks.ShouldBeNone();
        (await tenant.GetAsync($"/v1/decisions/{told.Decision}/trace")).ShouldBeRefused(409, "erased");
        (await tenant.GetAsync($"/v1/decisions/{told.Decision}")).ShouldBe(200).Text("/outcome").Should().NotBeEmpty("decisions stay");
        (await tenant.GetAsync($"/v1/documents/{told.Document}/content")).Status.Should().BeOneOf(404, 409, 410);
        (await tenant.PostAsync($"/v1/decisions/{told.Decision}/replay")).ShouldBe(200).Text("/result").Should().Be("erased");
        (await tenant.GetAsync($"/v1/inquiries/{told.Inquiry}/requirements")).ShouldBeRefused(409, "applicant_erased");
    }

    /// <summary>Every row of every table as text; binary columns as hex.</summary>
    private static async Task<Dictionary<string, string>> DumpAsync(RunningPlatform platform)
    {
        var dump = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in await platform.AskAsync<string>("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"))
            dump[table] = string.Join('\n', await platform.AskAsync<string>($"SELECT row_to_json(t)::text FROM \"{table}\" t"));
        dump.Keys.Should().Contain(["business_profiles", "people", "decisions", "idempotency_keys", "audit_entries", "events"]);
        return dump;
    }

    private sealed record Told(
        string Business, string Individual, string Alone, string Reviewed, string Document, string Inquiry, string PersonsInquiry, string Decision, string NotedDecision);

    /// <summary>All that is logged, from Debug on.</summary>
    private sealed class EveryLine : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
