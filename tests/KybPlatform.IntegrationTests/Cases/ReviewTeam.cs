using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Inquiries;

namespace KybPlatform.IntegrationTests.Cases;

/// <summary>A person who works on cases, with a key of its own. The persons are fictional.</summary>
internal sealed record Person(string Id, ApiClient Client);

/// <summary>A tenant with the persons whom its cases need.</summary>
internal sealed record ReviewTeam(TenantClient Tenant, Person Admin, Person Rea, Person Ben)
{
    public static async Task<ReviewTeam> OfAsync(TenantClient tenant) =>
        new(tenant, await PersonAsync(tenant, "Ada Admin", "admin"), await PersonAsync(tenant, "Rea Reviewer", "reviewer"), await PersonAsync(tenant, "Ben Reviewer", "reviewer"));

    public static async Task<Person> PersonAsync(TenantClient tenant, string name, string role)
    {
        var id = (await tenant.PostAsync("/v1/users", new { name, email = $"{Uuid7.New(DateTimeOffset.UnixEpoch):N}@example.com", roles = new[] { role } })).ShouldBe(201).Text("/id");
        return new Person(id, await KeyOfAsync(tenant, id));
    }

    public static async Task<ApiClient> KeyOfAsync(TenantClient tenant, string user) =>
        tenant.With((await tenant.PostAsync("/v1/api-keys", new { name = "theirs", user_id = user })).ShouldBe(201).Text("/secret"));

    /// <summary>An inquiry that automation sends to review; the ids of it and of its case.</summary>
    /// <param name="family">Whose name is on the made-up list: then one requirement does not pass.</param>
    public async Task<(string Inquiry, string Case)> InReviewAsync(string family = "Sample")
    {
        var business = Submissions.Business(Submissions.LookedAt);
        business["people"]![0]!["family_name"] = family;
        var decided = (await Tenant.PostAsync("/v1/inquiries", await Submissions.WholeAsync(Tenant, business: business), wait: 20)).ShouldBe(201);
        decided.Text("/status").Should().Be("in_review", "the answer was {0}", decided.Body);
        return (decided.Text("/id"), decided.Text("/case_id"));
    }

    public async Task<string> QueueAsync(string key, object content)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(content)!.AsObject();
        (body["key"], body["title"]) = (key, key);
        return (await Admin.Client.PostAsync("/v1/case-queues", body)).ShouldBe(201).Text("/id");
    }

    public async Task<string> OpenAsync(object? content = null) => (await Tenant.PostAsync("/v1/cases", content ?? new { title = "Ask the carrier" })).ShouldBe(201).Text("/id");
}
