using System.Globalization;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>What a tenant's address is told, and how it knows that we told it.</summary>
public sealed class WebhookTests(PlatformApp app)
{
    [Fact]
    public async Task An_endpoint_is_told_of_its_tenants_events_by_its_filter_signed_and_in_few_words()
    {
        await using var receiver = await Receiver.StartAsync();
        var (tenant, other) = (await app.ANewTenantAsync(), await app.ANewTenantAsync());
        await tenant.HappensAsync();
        await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=user.created"), e => e.At("/data").GetArrayLength() == 1);
        var (all, secret) = await tenant.AnEndpointAsync($"{receiver.Url}/all");
        await tenant.AnEndpointAsync($"{receiver.Url}/users", ["user.*"]);
        await tenant.AnEndpointAsync($"{receiver.Url}/none", ["inquiry.approved", "job.*"]);
        await other.AnEndpointAsync($"{receiver.Url}/other");

        await tenant.HappensAsync(2);
        await other.HappensAsync();

        var users = await receiver.HasAsync(2, r => r.Path == "/users");
        users.Select(r => r.Type).Should().Equal(["user.created", "user.created"], "it was told of what happened since it was made");
        var hook = (await receiver.HasAsync(2, r => r.Path == "/all" && r.Type == "user.created"))[0];
        hook.Id.Should().StartWith("evt_");
        hook.IsSignedWith(secret).Should().BeTrue();
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(hook.Timestamp, CultureInfo.InvariantCulture)).Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
        hook.Json.Text("/data/resource").Should().StartWith("usr_");
        hook.Json.Text("/data/event_id").Should().Be(hook.Id);
        hook.Json.Find("/data/object").Should().BeNull();
        var log = (await tenant.GetAsync("/v1/events?types=user.created")).ShouldBe(200);
        log.At("/data").EnumerateArray().Where(e => e.Text("/id") == hook.Id).Select(e => e.At("/position").GetInt64()).Should().Equal([hook.Position!.Value]);
        await receiver.HasAsync(1, r => r.Path == "/other" && r.Type == "user.created");
        receiver.All.Where(r => r.Path == "/none").Should().BeEmpty();
        receiver.All.Where(r => r.Path == "/other").Select(r => r.Id).Should().NotIntersectWith(receiver.All.Where(r => r.Path == "/all").Select(r => r.Id), "each tenant hears of itself");

        var delivery = (await tenant.DeliveryAsync($"endpoint={all}&event={hook.Id}&status=delivered", _ => true)).At("/data/0");
        (delivery.At("/attempts").GetInt32(), delivery.At("/response_status").GetInt32(), delivery.Text("/trigger")).Should().Be((1, 200, "event"));
        var one = (await tenant.GetAsync($"/v1/webhook-deliveries/{delivery.Text("/id")}")).ShouldBe(200);
        one.At("/body").GetRawText().Should().Be(System.Text.Encoding.UTF8.GetString(hook.Body));
        (await other.GetAsync($"/v1/webhook-deliveries?event={hook.Id}")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-endpoints/{all}"), e => e.At("/progress/behind").GetInt64() == 0 && e.At("/progress/failures").GetInt32() == 0);
    }

    [Fact]
    public async Task A_secret_is_rotated_without_a_delivery_that_either_holder_refuses()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        var (id, first) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);

        var rotated = (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/rotate-secret", new { overlap_seconds = 3600 })).ShouldBe(200);
        var second = rotated.Text("/signing_secret");
        await tenant.HappensAsync();
        var both = (await receiver.HasAsync(1))[0];
        var third = (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/rotate-secret", new { overlap_seconds = 0 })).ShouldBe(200).Text("/signing_secret");
        await tenant.HappensAsync();
        var one = (await receiver.HasAsync(2))[1];

        new[] { first, second, third }.Distinct().Should().HaveCount(3);
        (both.IsSignedWith(first), both.IsSignedWith(second)).Should().Be((true, true));
        (one.IsSignedWith(second), one.IsSignedWith(third), one.Signature.Split(' ').Length).Should().Be((false, true, 1));
        (await tenant.GetAsync($"/v1/webhook-endpoints/{id}")).ShouldBe(200).Body.Should().NotContain("whsec_", "it was shown once");
        var platform = await app.PlatformAsync();
        var plain = Convert.ToHexStringLower(Convert.FromBase64String(third["whsec_".Length..]));
        (await platform.AskAsync<string>("SELECT row_to_json(e)::text FROM webhook_endpoints e WHERE tenant_id = $1", tenant.RowId)).Single().Should().NotContain(plain, "it is sealed");
    }

    [Fact]
    public async Task A_test_event_is_sent_whatever_the_filter_and_one_delivery_or_the_log_from_a_cursor_again()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        var (id, secret) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);

        var asked = (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/test")).ShouldBe(202);
        var test = (await receiver.HasAsync(1))[0];
        (test.Type, test.Position, test.IsSignedWith(secret)).Should().Be(("webhook_endpoint.test", null, true));
        var tested = await Eventually.AsksAsync(() => tenant.GetAsync($"/v1/webhook-deliveries/{asked.Text("/id")}"), d => d.Text("/status") == "delivered");
        tested.At("/body").GetRawText().Should().Be(System.Text.Encoding.UTF8.GetString(test.Body));

        var cursor = (await tenant.GetAsync("/v1/events?limit=100")).ShouldBe(200).Text("/next_cursor");
        await tenant.HappensAsync(3);
        var sent = await receiver.HasAsync(3, r => r.Type == "user.created");
        var delivery = (await tenant.DeliveryAsync($"event={sent[0].Id}", _ => true)).Text("/data/0/id");
        var again = (await tenant.PostAsync($"/v1/webhook-deliveries/{delivery}/redeliver")).ShouldBe(202);
        again.Text("/trigger").Should().Be("redelivery");
        (await receiver.HasAsync(2, r => r.Id == sent[0].Id))[1].Body.Should().Equal(sent[0].Body, "the same event under the same id");

        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/redeliver", new { after = cursor })).ShouldBe(202);
        foreach (var user in sent) await receiver.HasAsync(user.Id == sent[0].Id ? 3 : 2, r => r.Id == user.Id);
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/redeliver", new { })).ShouldBeRefused(422, "required");
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/redeliver", new { after = "i00" })).ShouldBeRefused(422, "invalid_cursor");
    }

    [Fact]
    public async Task Full_payloads_hold_the_resource_and_classified_facts_only_where_both_asked_for_and_allowed()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = (await app.ANewTenantAsync()).Test;
        string[] types = ["inquiry.submitted"];
        await tenant.AnEndpointAsync($"{receiver.Url}/thin", types);
        var (full, _) = await tenant.AnEndpointAsync($"{receiver.Url}/full", types, "full");
        var (personal, _) = await tenant.AnEndpointAsync($"{receiver.Url}/personal", types, "full", personalData: true);
        receiver.Answers = (received, http) => http.Response.Body.WriteAsync(received.Body).AsTask();

        var inquiry = (await tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(tenant), wait: 20)).ShouldBe(201).Text("/id");

        var hooks = (await receiver.HasAsync(3)).ToDictionary(r => r.Path);
        hooks["/thin"].Json.Text("/data/resource").Should().Be(inquiry);
        hooks["/thin"].Json.Find("/data/object").Should().BeNull();
        hooks["/full"].Json.Text("/data/object/id").Should().Be(inquiry);
        System.Text.Encoding.UTF8.GetString(hooks["/full"].Body).Should().NotContain("ada@example.com");
        hooks["/personal"].Json.At("/data/facts/business/people/0").Text("/email").Should().Be("ada@example.com");
        var log = (await tenant.DeliveryAsync($"endpoint={personal}", d => d.Text("/status") == "delivered")).Text("/data/0/id");
        var shown = (await tenant.GetAsync($"/v1/webhook-deliveries/{log}")).ShouldBe(200);
        shown.Text("/body/data/object").Should().Be("[masked]");
        shown.Has("/response_excerpt").Should().BeFalse("it could be what was sent");
        (await tenant.DeliveryAsync($"endpoint={full}", d => d.Text("/status") == "delivered")).ShouldBe(200);

        var narrow = await tenant.WithScopesAsync("webhooks:manage", "webhooks:read", "inquiries:read", "registrations:read", "cases:read", "verifications:read");
        (await narrow.PostAsync("/v1/webhook-endpoints", new { url = receiver.Url, payload = "full", personal_data = true })).ShouldBeRefused(403, "scope_not_held").ShouldBlame("/personal_data", "scope_not_held");
        (await narrow.PatchAsync($"/v1/webhook-endpoints/{personal}", new { url = $"{receiver.Url}/mine" })).ShouldBeRefused(403, "scope_not_held");
        (await narrow.PatchAsync($"/v1/webhook-endpoints/{full}", new { description = "Ours" })).ShouldBe(200).Text("/description").Should().Be("Ours");
        (await narrow.PostAsync("/v1/webhook-endpoints", new { url = receiver.Url, personal_data = true })).ShouldBeRefused(422, "invalid_value");
    }

    [Fact]
    public async Task A_name_that_nobody_tells_of_is_not_waited_for_in_vain()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        Task<HttpAnswer> Make(params string[] types) => tenant.PostAsync("/v1/webhook-endpoints", new { url = receiver.Url, event_types = types });

        var refused = (await Make("inquiry.approved", "inquiry.aproved")).ShouldBeRefused(422, "unknown_event_type").ShouldBlame("/event_types/1", "unknown_event_type");
        refused.Text("/detail").Should().Contain("Did you mean 'inquiry.approved'?");
        (await Make("inquiries.*")).ShouldBeRefused(422, "unknown_event_type");
        (await Make("inquiry")).ShouldBe(422).ShouldBlame("/event_types", "invalid_event_type");
        var made = (await Make("inquiry.*", "case.sla_breached", "*")).ShouldBe(201);
        (await tenant.PatchAsync($"/v1/webhook-endpoints/{made.Text("/id")}", new { event_types = new[] { "case.sla_breeched" } })).ShouldBeRefused(422, "unknown_event_type");
        (await tenant.GetAsync($"/v1/webhook-endpoints/{made.Text("/id")}")).ShouldBe(200).At("/event_types").GetArrayLength().Should().Be(3);
        (await tenant.GetAsync("/v1/events?types=inquiry.approved,user.creatd")).ShouldBeRefused(422, "unknown_event_type").ShouldBlame("?types", "unknown_event_type");
    }

    [Fact]
    public async Task An_endpoint_is_disabled_enabled_and_deleted_and_stops_and_begins_there()
    {
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        var (id, _) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await tenant.HappensAsync();
        var first = (await receiver.HasAsync(1))[0];

        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/disable")).ShouldBe(200).Text("/disabled_reason").Should().Be("by_hand");
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/disable")).ShouldBeRefused(409, "endpoint_disabled");
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/test")).ShouldBeRefused(409, "endpoint_disabled");
        await tenant.HappensAsync();
        await Eventually.AsksAsync(() => tenant.GetAsync("/v1/events?types=user.created"), e => e.At("/data").GetArrayLength() == 2);
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/enable")).ShouldBe(200).Text("/status").Should().Be("enabled");
        (await tenant.PostAsync($"/v1/webhook-endpoints/{id}/enable")).ShouldBeRefused(409, "endpoint_enabled");
        await tenant.HappensAsync();
        (await receiver.HasAsync(2)).Select(r => r.Position).Should().BeInAscendingOrder().And.HaveCount(2, "what happened while it was disabled is sent when it is asked for");

        (await tenant.DeleteAsync($"/v1/webhook-endpoints/{id}")).ShouldBe(204);
        (await tenant.GetAsync($"/v1/webhook-endpoints/{id}")).ShouldBeRefused(404, "not_found");
        var delivery = (await tenant.GetAsync($"/v1/webhook-deliveries?event={first.Id}")).ShouldBe(200).Text("/data/0/id");
        (await tenant.PostAsync($"/v1/webhook-deliveries/{delivery}/redeliver")).ShouldBeRefused(409, "endpoint_deleted");
        var actions = (await tenant.GetAsync($"/v1/audit-entries?resource={id}&limit=100")).ShouldBe(200).At("/data").EnumerateArray().Select(a => a.Text("/action")).ToList();
        actions.Should().Equal("webhook_endpoint.deleted", "webhook_endpoint.enabled", "webhook_endpoint.disabled", "webhook_endpoint.created");
    }

    [Fact]
    public async Task An_independent_library_accepts_what_is_sent()
    {
        var verifier = await StandardWebhooksLibrary.FindAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(verifier is null, "npm is not here, so the npm package standardwebhooks did not verify a delivery.");
        await using var receiver = await Receiver.StartAsync();
        var tenant = await app.ANewTenantAsync();
        var (_, secret) = await tenant.AnEndpointAsync(receiver.Url, ["user.*"]);
        await tenant.HappensAsync();
        var hook = (await receiver.HasAsync(1))[0];

        (await verifier!.VerifyAsync(secret, hook, hook.Body, TestContext.Current.CancellationToken)).Should().Be("accepted");
        (await verifier.VerifyAsync(secret, hook, [.. hook.Body, (byte)' '], TestContext.Current.CancellationToken)).Should().StartWith("refused");
    }
}
