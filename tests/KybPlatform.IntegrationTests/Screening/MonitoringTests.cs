using System.Text;
using System.Text.Json;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Screening;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Screening.Monitoring;
using KybPlatform.IntegrationTests.App;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>A list changes after everybody was screened.</summary>
public sealed class MonitoringTests
{
    private const string Given = "Nessarina Odile", Family = "Quillfeather", Born = "1980-02-03";
    private static readonly (int, string, string) Listed = (9004, "QUILLFEATHER, Nessarina Odile", "individual");

    [Fact]
    public async Task Whoever_comes_onto_a_list_moves_a_permission_to_action_required_and_going_clears_it()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var stranger = await screened.Platform.ANewTenantAsync();
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        inquiry.Text("/status").Should().Be("approved", "the answer was {0}", inquiry.Body);
        var (registration, profile) = (inquiry.Text("/sender_registration_id"), inquiry.Text("/business_profile_id"));

        // What they were screened in was never swept: the first sweep holds them against all of it.
        var first = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9006, "A THIRD FICTION HOUSE", "-0- ")));
        (first.At("/parties").GetInt32(), first.At("/changes").GetInt32(), first.At("/arrived").GetInt32(), first.At("/from_snapshot").ValueKind).Should().Be((2, 0, 4, JsonValueKind.Null));

        // Somebody comes: found, told, and the permission asks for something.
        var came = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac(Listed));
        (came.At("/parties").GetInt32(), came.At("/changes").GetInt32(), came.At("/arrived").GetInt32(), came.At("/departed").GetInt32()).Should().Be((2, 1, 1, 1), "{0}", came.GetRawText());
        came.Text("/from_snapshot").Should().Be(first.Text("/to_snapshot"));
        came.Text("/parties_hash").Should().MatchRegex("^sha256:[0-9a-f]{64}$").And.NotBe("sha256:" + new string('0', 64));
        var change = (await tenant.GetAsync($"/v1/screening/sweeps/{came.Text("/id")}/changes")).ShouldBe(200).At("/data").EnumerateArray().Should().ContainSingle().Subject;
        (change.Text("/change"), change.Text("/profile")).Should().Be(("found", profile));
        change.Text("/subject").Should().StartWith("people/");
        var match = change.Text("/match");
        (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/entity_id").Should().Be("ofac_sdn:9004");
        await RegistrationBecomesAsync(tenant, registration, "action_required");
        await Eventually.AsksAsync(() => TypesAsync(tenant), t => t.Contains("screening.match_found") && t.Contains("screening.sweep_completed") && t.Contains("sender_registration.action_required"));

        // Nobody else sees the receipt.
        (await stranger.GetAsync($"/v1/screening/sweeps/{came.Text("/id")}")).ShouldBeRefused(404, "not_found");

        // The same again changes nothing.
        var same = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac(Listed, (9005, "ANOTHER FICTION HOUSE", "-0- ")));
        (same.At("/parties").GetInt32(), same.At("/changes").GetInt32(), same.Text("/parties_hash")).Should().Be((2, 0, came.Text("/parties_hash")));

        // Gone again: the match lapses, the permission stands as before.
        var went = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9005, "ANOTHER FICTION HOUSE", "-0- ")));
        (went.At("/changes").GetInt32(), went.At("/departed").GetInt32()).Should().Be((1, 1));
        (await tenant.GetAsync($"/v1/screening/sweeps/{went.Text("/id")}/changes")).ShouldBe(200).Text("/data/0/change").Should().Be("cleared");
        (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/status").Should().Be("lapsed");
        await RegistrationBecomesAsync(tenant, registration, "active");

        // And back: the match is open anew.
        var back = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac(Listed));
        (await tenant.GetAsync($"/v1/screening/sweeps/{back.Text("/id")}/changes")).ShouldBe(200).Text("/data/0/change").Should().Be("reopened");
    }

    [Fact]
    public async Task What_a_person_dismissed_comes_back_only_when_something_that_is_scored_says_something_else()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        var registration = inquiry.Text("/sender_registration_id");
        await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac(Listed));
        await RegistrationBecomesAsync(tenant, registration, "action_required");
        var match = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");

        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Another person." })).ShouldBe(200);
        await RegistrationBecomesAsync(tenant, registration, "active");

        // Another program, another remark: the entry changed, and nothing that the score rests on.
        var reworded = await ImportedAsync(screened, tenant, With(OfficialFiles.SmallOfac(Listed), "sdn.csv", "\"TESTPROG\"", "\"OTHERPROG\""));
        (reworded.At("/arrived").GetInt32(), reworded.At("/changes").GetInt32()).Should().Be((4, 0));
        (await StatusAsync(tenant, match)).Should().Be("false_positive");

        // A new alias of the very entry: the judgement was about something else.
        var renamed = await ImportedAsync(screened, tenant, With(OfficialFiles.SmallOfac(Listed), "alt.csv", "QUILLFEATHER, Nessarina Odile A", "QUILLFEATHER, Nessarina O."));
        renamed.At("/changes").GetInt32().Should().Be(1);
        (await StatusAsync(tenant, match)).Should().Be("open");

        // The other side: dismissed again, and then the person's own date of birth changes.
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Another person." })).ShouldBe(200);
        var profile = inquiry.Text("/business_profile_id");
        var person = (await tenant.GetAsync($"/v1/business-profiles/{profile}")).ShouldBe(200).Text("/people/0/id");
        (await tenant.PatchAsync($"/v1/business-profiles/{profile}/people/{person}", new { date_of_birth = "1981-02-03" })).ShouldBe(200);
        await Eventually.AsksAsync(() => StatusAsync(tenant, match), s => s == "open");
    }

    [Fact]
    public async Task Another_address_of_the_entry_or_of_the_party_opens_what_was_dismissed()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var listed = OfficialFiles.SmallOfac((9007, "HARBOURLIGHT FICTION TRADING LIMITED", "-0- "));
        await ImportedAsync(screened, tenant, listed);
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        var profile = inquiry.Text("/business_profile_id");
        var match = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");
        var said = new { disposition = "false_positive", note = "Another house." };
        Task<string> ApprovedAsync() => Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/inquiries/{inquiry.Text("/id")}")).ShouldBe(200).Text("/status"), s => s == "approved");
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", said)).ShouldBe(200);
        await ApprovedAsync();

        await ImportedAsync(screened, tenant, With(listed, "add.csv", "9007,9007,-0- ,-0- ,\"Malta\"", "9007,9007,\"1 Example Street\",\"London\",\"United Kingdom\""));
        var moved = (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200);
        moved.Text("/status").Should().Be("open");
        moved.At("/pieces").EnumerateArray().Select(p => p.Text("/key")).Should().Contain("address");

        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", said)).ShouldBe(200);
        await RegistrationBecomesAsync(tenant, (await tenant.GetAsync($"/v1/inquiries/{inquiry.Text("/id")}")).ShouldBe(200).Text("/sender_registration_id"), "active");
        (await tenant.PatchAsync($"/v1/business-profiles/{profile}", new { registered_address = new { line1 = "2 Example Street", city = "London", postal_code = "EC1A 1BB", country = "GB" } })).ShouldBe(200);
        await Eventually.AsksAsync(() => StatusAsync(tenant, match), s => s == "open");
    }

    [Fact]
    public async Task A_sweep_that_does_not_end_is_told_and_taken_up_again()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = (await screened.Platform.ANewTenantAsync()).Test;
        await tenant.SubmitAsync(Given, Family, Born);
        var sweep = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9005, "ANOTHER FICTION HOUSE", "-0- ")));

        await screened.Platform.AskAsync<Guid>("UPDATE screening_sweeps SET status = 'running', ended_at = NULL WHERE list_key = 'ofac_sdn' RETURNING id");
        (await tenant.PutAsync("/v1/tenant/clock", new { now = TimeProvider.System.GetUtcNow().AddHours(3) })).ShouldBe(200);
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        await screened.Platform.Services.GetRequiredService<Sweeper>().RunOnceAsync(TestContext.Current.CancellationToken);
        screened.Platform.Logs.Errors.Should().NotContain(e => e.Contains("is late", StringComparison.Ordinal), "a tenant that moves its clock makes no sweep late");
        await using (var scope = screened.Platform.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
            var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
            var watch = new SweepWatch(screened.Platform.Services.GetRequiredService<ScreeningLists>(), later, screened.Platform.Services.GetRequiredService<ILogger<SweepWatch>>());
            await watch.RunAsync(new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: false, later.GetUtcNow()), TestContext.Current.CancellationToken);
        }

        await Eventually.AsksAsync(() => TypesAsync(tenant), t => t.Contains("screening.sweep_late"));
        screened.Platform.Logs.Errors.Should().Contain(e => e.Contains("is late", StringComparison.Ordinal));
        await Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/screening/sweeps/{sweep.Text("/id")}")).ShouldBe(200).Text("/status"), s => s == "completed");
    }

    [Fact]
    public async Task Whoever_is_screened_in_the_former_issue_while_the_new_one_is_swept_is_held_against_it_all_the_same()
    {
        const string Name = "Harbourlight Fiction Trading Limited";
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var inquiry = await tenant.SubmitAsync(Given, Family, Born, Name);
        inquiry.Text("/status").Should().Be("approved", "the answer was {0}", inquiry.Body);
        PublicId.TryParse<Api.Profiles.Contracts.BusinessProfileId>(inquiry.Text("/business_profile_id"), out var profile).Should().BeTrue();
        await screened.Platform.AskAsync<string>("DELETE FROM monitored_parties WHERE subject = 'business' RETURNING subject");

        // The search has ended, and its commit is still to come, when the new issue arrives and is swept.
        await using var scope = screened.Platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: true, TimeProvider.System.GetUtcNow());
        var findings = await scope.ServiceProvider.GetRequiredService<IScreeningDesk>().ScreenAsync(
            work, profile.Value, "business", profile.Value, new ScreenedParty(KybPlatform.Screening.Lists.EntitySchema.Company, [Name], null, ["GB"], []), [], null, TestContext.Current.CancellationToken);
        var sweep = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9007, "HARBOURLIGHT FICTION TRADING LIMITED", "-0- ")));
        await work.Db.CommitAsync(TestContext.Current.CancellationToken);

        findings.Hits.Should().BeEmpty("the former issue does not have it");
        sweep.At("/changes").GetInt32().Should().Be(0, "the sweep could not see it");
        var match = await Eventually.AsksAsync(async () => (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).At("/data").EnumerateArray().FirstOrDefault(), m => m.ValueKind == JsonValueKind.Object);
        (match.Text("/subject"), match.Text("/status")).Should().Be(("business", "open"));
        await RegistrationBecomesAsync(tenant, inquiry.Text("/sender_registration_id"), "action_required");
        (await screened.Platform.AskAsync<long>("SELECT count(*) FROM jobs WHERE kind = 'screening.catch_up'")).Single().Should().Be(0);
    }

    [Fact]
    public async Task A_screening_that_knew_another_word_about_a_match_is_not_written_over_the_newer_one()
    {
        const string Name = "Harbourlight Fiction Trading Limited";
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9007, "HARBOURLIGHT FICTION TRADING LIMITED", "-0- ")));
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        PublicId.TryParse<Api.Profiles.Contracts.BusinessProfileId>(inquiry.Text("/business_profile_id"), out var profile).Should().BeTrue();
        var match = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");

        await using var scope = screened.Platform.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new TenantId(tenant.RowId));
        var work = new TenantWork(scope.ServiceProvider.GetRequiredService<PlatformDb>(), new TenantId(tenant.RowId), Live: true, TimeProvider.System.GetUtcNow());
        Task<ScreeningFindings> ScreenAsync() => scope.ServiceProvider.GetRequiredService<IScreeningDesk>().ScreenAsync(
            work, profile.Value, "business", profile.Value, new ScreenedParty(KybPlatform.Screening.Lists.EntitySchema.Company, [Name], null, ["GB"], []), [], null, TestContext.Current.CancellationToken);
        await ScreenAsync();
        await work.Db.CommitAsync(TestContext.Current.CancellationToken);
        work.Db.ChangeTracker.Clear();

        // The search has ended, and its commit is still to come, when somebody says what the match is.
        (await ScreenAsync()).Hits.Single().Status.Should().Be(MatchStatus.Open);
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Another house." })).ShouldBe(200);

        await FluentActions.Awaiting(() => work.Db.CommitAsync(TestContext.Current.CancellationToken)).Should().ThrowAsync<ConflictException>();
    }

    [Fact]
    public async Task A_word_about_a_match_ends_the_answer_that_another_screening_gives_meanwhile()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac((9007, "HARBOURLIGHT FICTION TRADING LIMITED", "-0- ")));
        await tenant.SubmitAsync(Given, Family, Born);
        var match = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200).Text("/data/0/id");
        PublicId.TryParse<MatchId>(match, out var row).Should().BeTrue();

        // A screening that saw the match open is about to commit what it found, when somebody says what the match is.
        await using var owner = NpgsqlDataSource.Create(screened.Platform.Database.OwnerConnection);
        await using var other = await owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var screening = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var sees = new NpgsqlCommand("SELECT FROM screening_matches WHERE id = $1 FOR SHARE", other) { Parameters = { new() { Value = row.Value } } };
        await sees.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var said = tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Another house." });
        await Eventually.AsksAsync(
            () => screened.Platform.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%screening_matches%'"), w => w[0] > 0);
        await using var gives = new NpgsqlCommand("""
            INSERT INTO verifications SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid()))).*
            FROM verifications v JOIN screening_matches m ON m.id = $1 AND m.profile_id = v.profile_id AND m.subject = v.subject
            WHERE v.type = 'sanctions_screening' AND v.status = 'failed' LIMIT 1 RETURNING id
            """, other) { Parameters = { new() { Value = row.Value } } };
        var given = await gives.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        await screening.CommitAsync(TestContext.Current.CancellationToken);

        (await said).ShouldBe(200);
        (await screened.Platform.AskAsync<string>("SELECT status FROM verifications WHERE id = $1", given!)).Should().Equal("expired");
    }

    [Fact]
    public async Task A_sweep_that_shows_the_best_of_many_clears_none_of_the_others()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var same = Enumerable.Range(9100, 60).Select(i => (i, "QUILLFEATHER, Nessarina Odile", "individual")).ToArray();
        await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac(same));
        var inquiry = await tenant.SubmitAsync(Given, Family, Born);
        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);

        // The first ten are still found, only less well than fifty others.
        var sweep = await ImportedAsync(screened, tenant, OfficialFiles.SmallOfac([.. same.Select(e => e with { Item2 = e.i < 9110 ? "QUILLFEATHERS, Nessarina Odile" : "QUILLFEATHER, Nessarina  Odile" })]));

        (await tenant.GetAsync($"/v1/screening/sweeps/{sweep.Text("/id")}/changes?limit=100")).ShouldBe(200).At("/data").EnumerateArray().Should().NotContain(c => c.Text("/change") == "cleared");
    }

    /// <summary>Imports an issue and waits for the tenant's sweep of it.</summary>
    private static async Task<JsonElement> ImportedAsync(ScreenedPlatform screened, TenantClient tenant, IEnumerable<(string Name, byte[] Content)> files)
    {
        var snapshot = (await screened.Operator.ImportAsync("ofac_sdn", files, TimeProvider.System.GetUtcNow())).ShouldBe(201).Text("/snapshot");
        return await Eventually.AsksAsync(
            async () => (await tenant.GetAsync("/v1/screening/sweeps?list=ofac_sdn&limit=1")).ShouldBe(200).At("/data").EnumerateArray().FirstOrDefault(),
            s => s.ValueKind == JsonValueKind.Object && s.Text("/to_snapshot") == snapshot && s.Text("/status") == "completed");
    }

    private static Task<string> RegistrationBecomesAsync(TenantClient tenant, string id, string status) =>
        Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/sender-registrations/{id}")).ShouldBe(200).Text("/status"), s => s == status);

    private static async Task<string> StatusAsync(TenantClient tenant, string match) => (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/status");

    private static async Task<List<string>> TypesAsync(TenantClient tenant) =>
        [.. (await tenant.GetAsync("/v1/events?limit=100")).ShouldBe(200).At("/data").EnumerateArray().Select(e => e.Text("/type"))];

    private static List<(string Name, byte[] Content)> With(IReadOnlyList<(string Name, byte[] Content)> files, string name, string from, string to) =>
        [.. files.Select(f => f.Name == name ? (f.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(f.Content).Replace(from, to, StringComparison.Ordinal))) : f)];
}
