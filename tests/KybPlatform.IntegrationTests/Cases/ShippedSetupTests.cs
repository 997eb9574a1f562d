using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Cases;

/// <summary>A tenant that set nothing up works with queues, targets and templates, and changes what it likes.</summary>
public sealed class ShippedSetupTests(PlatformApp app)
{
    [Fact]
    public async Task A_new_tenant_finds_its_cases_in_queues_with_targets_and_templates_and_changes_them()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var queues = await KeysAsync(team, "case-queues");
        var templates = await KeysAsync(team, "case-templates");
        queues.Values.Should().BeEquivalentTo("sanctions", "duplicates", "documents", "review");
        templates.Values.Should().BeEquivalentTo("sanctions", "duplicates", "documents", "review");

        // What nothing else takes, and a name on the made-up list.
        var (inquiry, plain) = await team.InReviewAsync();
        var (_, hit) = await team.InReviewAsync("Sanctioned");
        var found = (await team.Rea.Client.GetAsync($"/v1/cases/{hit}")).ShouldBe(200);
        (queues[found.Text("/queue_id")], templates[found.Text("/template_id")], found.At("/priority").GetInt32()).Should().Be(("sanctions", "sanctions", 100));
        (DateTimeOffset.Parse(found.Text("/due_at"), null) - DateTimeOffset.Parse(found.Text("/created_at"), null)).Should().Be(TimeSpan.FromHours(24));
        var other = (await team.Rea.Client.GetAsync($"/v1/cases/{plain}")).ShouldBe(200);
        (queues[other.Text("/queue_id")], templates[other.Text("/template_id")]).Should().Be(("review", "review"));
        (await team.Rea.Client.PostAsync("/v1/cases/claim-next", new { })).ShouldBe(200).Text("/id").Should().Be(hit, "sanctions go first");

        // The template asks for a reason and lets everything else be.
        await Reviews.ClaimAsync(team.Rea.Client, inquiry);
        (await team.Rea.Client.PatchAsync($"/v1/cases/{plain}", new { checklist = new { business = true } }, (await team.Rea.Client.GetAsync($"/v1/cases/{plain}")).ETag)).ShouldBe(200);
        (await Reviews.ApproveAsync(team.Rea.Client, inquiry)).ShouldBe(200);
        (await team.Rea.Client.GetAsync($"/v1/cases/{plain}")).ShouldBe(200).Text("/status").Should().Be("resolved");

        // What ships is the tenant's: it says something else from now on, and goes where it was never used.
        var id = queues.Single(q => q.Value == "duplicates").Key;
        var queue = (await team.Admin.Client.GetAsync($"/v1/case-queues/{id}")).ShouldBe(200);
        (await team.Admin.Client.PutAsync($"/v1/case-queues/{id}", new { key = "duplicates", title = "Ours", rule = "\"identifier_already_claimed\" in case.reasons", position = 1010, sla_minutes = 60 }, queue.ETag)).ShouldBe(200);
        // The same business comes again.
        var (_, next) = await team.InReviewAsync();
        var now = (await team.Rea.Client.GetAsync($"/v1/cases/{next}")).ShouldBe(200);
        (DateTimeOffset.Parse(now.Text("/due_at"), null) - DateTimeOffset.Parse(now.Text("/created_at"), null)).Should().Be(TimeSpan.FromHours(1));
        var unused = queues.Single(q => q.Value == "documents").Key;
        (await team.Admin.Client.SendAsync(HttpMethod.Delete, $"/v1/case-queues/{unused}", null, ("If-Match", (await team.Admin.Client.GetAsync($"/v1/case-queues/{unused}")).ETag!))).ShouldBe(204);

        // A queue of its own asks first, wherever it says nothing else.
        var own = await team.QueueAsync("own", new { rule = "case.country == 'GB'" });
        var (_, last) = await team.InReviewAsync();
        (await team.Rea.Client.GetAsync($"/v1/cases/{last}")).ShouldBe(200).Text("/queue_id").Should().Be(own);
    }

    [Fact]
    public async Task A_reviewer_who_knows_something_is_given_the_next_case_of_that_however_many_others_wait()
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        var queue = await team.QueueAsync("named", new { priority = 5 });
        (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{team.Rea.Id}", new { countries = new[] { "FR", "DE" }, sender_types = new[] { "local" } })).ShouldBe(200);
        (await team.Admin.Client.PutAsync($"/v1/case-reviewers/{team.Ben.Id}", new { sender_types = new[] { "local" } })).ShouldBe(200);
        foreach (var country in (string[])["GB", "US", "GB", "US"]) await OpenAsync(country, "alphanumeric", 9);
        var gb = await OpenAsync("GB", "local", 8);
        var low = await OpenAsync("FR", "local", 0);
        var high = await OpenAsync("DE", "local", 1);
        var without = await OpenAsync(null, null, 2);
        var inQueue = await OpenAsync("FR", "local", -10, queue);
        Task<HttpAnswer> Next(Person who, string? of = null) => who.Client.PostAsync("/v1/cases/claim-next", new { queue_id = of });

        (await Next(team.Rea, queue)).ShouldBe(200).Text("/id").Should().Be(inQueue);
        (await Next(team.Rea, queue)).ShouldBeRefused(404, "not_found");
        foreach (var expected in (string[])[without, high, low]) (await Next(team.Rea)).ShouldBe(200).Text("/id").Should().Be(expected);
        (await Next(team.Rea)).ShouldBeRefused(404, "not_found");
        (await Next(team.Ben)).ShouldBe(200).Text("/id").Should().Be(gb);
        (await Next(team.Ben)).ShouldBeRefused(404, "not_found");

        Task<string> OpenAsync(string? country, string? type, int priority, string? into = null) => team.OpenAsync(new { title = "Ask", country, sender_type = type, priority, queue_id = into });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_services_key_had_in_hand_is_free_when_the_key_is_revoked_or_expires(bool revoked)
    {
        var team = await ReviewTeam.OfAsync((await app.ANewTenantAsync()).Test);
        DateTimeOffset? expires = revoked ? null : TimeProvider.System.GetUtcNow().AddSeconds(10);
        var made = (await team.Tenant.PostAsync("/v1/api-keys", new { name = "worker", scopes = new[] { "cases:read", "cases:work" }, expires_at = expires })).ShouldBe(201);
        var (service, id) = (team.Tenant.With(made.Text("/secret")), await team.OpenAsync());
        (await service.PostAsync($"/v1/cases/{id}/claim", new { })).ShouldBe(200).Text("/assignee").Should().Be(made.Text("/id"));

        if (revoked) (await team.Tenant.DeleteAsync($"/v1/api-keys/{made.Text("/id")}")).ShouldBe(204);

        var free = await Eventually.AsksAsync(() => team.Rea.Client.GetAsync($"/v1/cases/{id}"), c => c.Text("/status") == "open");
        free.Has("/assignee").Should().BeFalse();
        (await team.Rea.Client.PostAsync($"/v1/cases/{id}/claim", new { })).ShouldBe(200);
        (await team.Tenant.GetAsync($"/v1/cases/{id}/timeline")).ShouldBe(200).Body.Should().Contain("case.released");
    }

    private static async Task<Dictionary<string, string>> KeysAsync(ReviewTeam team, string of) =>
        (await team.Tenant.GetAsync($"/v1/{of}")).ShouldBe(200).At("/data").EnumerateArray().ToDictionary(q => q.Text("/id"), q => q.Text("/key"));
}
