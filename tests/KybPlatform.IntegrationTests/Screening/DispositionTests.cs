using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>Test tenants: the family name Sanctioned makes a match by itself.</summary>
public sealed class DispositionTests(PlatformApp app)
{
    [Fact]
    public async Task A_false_positive_no_longer_stands_in_the_way_and_moves_what_waited_for_it()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var inquiry = await tenant.SubmitAsync(family: "Sanctioned");
        inquiry.Text("/status").Should().Be("in_review", "the answer was {0}", inquiry.Body);
        var match = await OnlyMatchAsync(tenant);

        var said = (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Another date of birth." })).ShouldBe(200);
        var profile = inquiry.Text("/business_profile_id");
        await Eventually.AsksAsync(async () => (await tenant.GetAsync($"/v1/inquiries/{inquiry.Text("/id")}")).ShouldBe(200).Text("/status"), s => s == "approved");
        var lapsed = (await tenant.GetAsync($"/v1/verifications?profile={profile}&type=sanctions_screening&status=expired")).ShouldBe(200);
        var again = (await tenant.PostAsync($"/v1/verifications/{lapsed.Text("/data/0/id")}/retry")).ShouldBe(201);

        said.Text("/status").Should().Be("false_positive");
        said.Text("/decision/note").Should().Be("Another date of birth.");
        said.Text("/decision/by").Should().StartWith("key_");
        again.Text("/status").Should().Be("passed", "the answer was {0}", again.Body);
    }

    [Fact]
    public async Task An_entry_that_says_something_else_now_reopens_what_was_dismissed()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var profile = (await tenant.SubmitAsync("Quirinia Maud", "Zanthropova", "1971-05-04")).Text("/business_profile_id");
        var match = await OnlyMatchAsync(tenant);
        var subject = (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/subject");
        var question = new { type = "sanctions_screening", subject, business_profile_id = profile, lists = new[] { "ofac_sdn", "un" } };

        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Somebody else." })).ShouldBe(200);
        var dismissed = await AnsweredAsync(tenant, question);
        var changed = OfficialFiles.SmallOfac().Select(f => f.Name == "alt.csv" ? (f.Name, [.. "9001,9999,\"aka\",\"ZANTHROPOVA, Q. M.\",-0- \r\n"u8, .. f.Content]) : f);
        (await screened.Operator.ImportAsync("ofac_sdn", changed, TimeProvider.System.GetUtcNow())).ShouldBe(201);
        var again = await AnsweredAsync(tenant, question);

        dismissed.Text("/status").Should().Be("passed", "the answer was {0}", dismissed.Body);
        again.Text("/status").Should().Be("failed", "the answer was {0}", again.Body);
        (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/status").Should().Be("open");
    }

    [Fact]
    public async Task A_party_that_left_the_list_leaves_its_open_match_behind_as_lapsed()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var profile = (await tenant.SubmitAsync("Quirinia Maud", "Zanthropova", "1971-05-04")).Text("/business_profile_id");
        var match = await OnlyMatchAsync(tenant);
        var subject = (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/subject");
        var without = OfficialFiles.SmallOfac((9004, "ASKELUND FICTION", "-0- ")).Select(f => (f.Name, Without(f.Content, "9001,")));

        (await screened.Operator.ImportAsync("ofac_sdn", without, TimeProvider.System.GetUtcNow())).ShouldBe(201);
        (await tenant.PostAsync("/v1/verifications", new { type = "sanctions_screening", subject, business_profile_id = profile, lists = new[] { "ofac_sdn" } })).ShouldBe(201).Text("/status").Should().Be("passed");

        (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200).Text("/status").Should().Be("lapsed");
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "true_match", note = "Late." })).ShouldBeRefused(409, "invalid_transition");
    }

    [Fact]
    public async Task A_true_match_takes_two_persons_and_so_does_its_end()
    {
        var team = await Cases.ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        await team.Tenant.SubmitAsync(family: "Sanctioned");
        var match = await OnlyMatchAsync(team.Tenant);
        var reaAgain = await Cases.ReviewTeam.KeyOfAsync(team.Tenant, team.Rea.Id);
        Task<HttpAnswer> Say(ApiClient by, string disposition, string note = "Passport seen.") => by.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition, note });

        (await Say(team.Tenant, "true_match")).ShouldBeRefused(403, "person_required");
        var first = (await Say(team.Rea.Client, "true_match", "I know him.")).ShouldBe(202);
        (first.Text("/status"), first.Text("/proposal/by"), first.Text("/proposal/note")).Should().Be(("open", team.Rea.Id, "I know him."));
        (await Say(reaAgain, "true_match")).ShouldBeRefused(403, "same_person");
        var both = (await Say(team.Ben.Client, "true_match")).ShouldBe(200);
        (both.Text("/status"), both.Text("/decision/by"), both.Text("/decision/first")).Should().Be(("true_match", team.Ben.Id, team.Rea.Id));
        (await Say(team.Rea.Client, "true_match")).ShouldBeRefused(409, "invalid_transition");

        (await Say(team.Ben.Client, "false_positive", "The passport was another's.")).ShouldBe(202).Text("/status").Should().Be("true_match");
        (await Say(team.Ben.Client, "false_positive")).ShouldBeRefused(403, "same_person");
        (await Say(team.Rea.Client, "false_positive")).ShouldBe(200).Text("/status").Should().Be("false_positive");
    }

    [Fact]
    public async Task A_disposition_needs_its_reason_its_scope_and_its_own_tenant()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        var stranger = await app.ANewTenantAsync();
        await tenant.SubmitAsync(family: "Sanctioned");
        var match = await OnlyMatchAsync(tenant);
        var reader = await tenant.WithScopesAsync("screening:read");
        var said = new { disposition = "false_positive", note = "Somebody else." };

        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive" })).ShouldBe(422).ShouldBlame("/note", "required");
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "open", note = "x" })).ShouldBe(422).ShouldBlame("/disposition", "unknown_value");
        (await reader.PostAsync($"/v1/screening/matches/{match}/disposition", said)).ShouldBeRefused(403, "missing_scope");
        (await stranger.PostAsync($"/v1/screening/matches/{match}/disposition", said)).ShouldBeRefused(404, "not_found");
        (await stranger.PostAsync("/v1/screening/matches/mat_00000000000000000000000000/disposition", said)).ShouldBeRefused(404, "not_found");
    }

    [Fact]
    public async Task What_a_match_tells_about_a_person_is_nowhere_readable_in_the_database()
    {
        var tenant = (await app.ANewTenantAsync()).Test;
        await tenant.SubmitAsync(given: "Quadrifoglia", family: "Sanctioned");
        var match = await OnlyMatchAsync(tenant);
        (await tenant.PostAsync($"/v1/screening/matches/{match}/disposition", new { disposition = "false_positive", note = "Quadrifoglia is my neighbour." })).ShouldBe(200);

        await using var rows = Npgsql.NpgsqlDataSource.Create((await app.PlatformAsync()).Database.OwnerConnection);
        foreach (var table in new[] { "screening_matches", "verifications", "audit_entries", "idempotency_keys" })
        {
            await using var count = rows.CreateCommand($"SELECT count(*) FROM information_schema.tables WHERE table_name = '{table}'");
            if ((long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0) continue;
            await using var plain = rows.CreateCommand($"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text ILIKE '%quadrifoglia%'");
            ((long)(await plain.ExecuteScalarAsync(TestContext.Current.CancellationToken))!).Should().Be(0, "{0} is sealed", table);
        }
    }

    private static byte[] Without(byte[] file, string start) =>
        System.Text.Encoding.UTF8.GetBytes(string.Concat(System.Text.Encoding.UTF8.GetString(file).Split("\r\n").Where(l => !l.StartsWith(start, StringComparison.Ordinal)).Select(l => l.Length > 1 ? l + "\r\n" : l)));

    private static async Task<string> OnlyMatchAsync(TenantClient tenant)
    {
        var matches = (await tenant.GetAsync("/v1/screening/matches")).ShouldBe(200);
        matches.At("/data").GetArrayLength().Should().Be(1, "the answer was {0}", matches.Body);
        return matches.Text("/data/0/id");
    }

    [Fact]
    public async Task Seeing_a_match_again_is_no_change_to_whoever_is_deciding_about_it()
    {
        await using var screened = await ScreenedPlatform.WithTodaysListsAsync();
        var tenant = await screened.Platform.ANewTenantAsync();
        var profile = (await tenant.SubmitAsync("Quirinia Maud", "Zanthropova", "1971-05-04")).Text("/business_profile_id");
        var match = await OnlyMatchAsync(tenant);
        var read = (await tenant.GetAsync($"/v1/screening/matches/{match}")).ShouldBe(200);

        (await AnsweredAsync(tenant, new { type = "sanctions_screening", subject = read.Text("/subject"), business_profile_id = profile, lists = new[] { "ofac_sdn", "un" } })).Text("/status").Should().Be("failed");

        (await tenant.GetAsync($"/v1/screening/matches/{match}")).Header("ETag").Should().Be(read.Header("ETag"));
    }

    // A disposition has the profile decided anew in the background, which may touch the same match at the same moment.
    private static Task<HttpAnswer> AnsweredAsync(TenantClient tenant, object question) =>
        Eventually.AsksAsync(() => tenant.PostAsync("/v1/verifications", question), answer => (int)answer.Status == 201);
}
