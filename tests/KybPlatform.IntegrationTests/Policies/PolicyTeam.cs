using KybPlatform.Api.Persistence;
using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Policies;

/// <summary>A tenant with the persons whom the life of a policy needs. The persons are fictional.</summary>
/// <param name="Tenant">The tenant's service, which may do everything that no person must do.</param>
/// <param name="AuthorAgain">Another key of the author.</param>
internal sealed record PolicyTeam(TenantClient Tenant, ApiClient Author, ApiClient AuthorAgain, ApiClient Approver)
{
    public static async Task<PolicyTeam> OfAsync(TenantClient tenant)
    {
        var author = await UserAsync(tenant, "Ada Author", "policy_author", "policy_approver");
        var approver = await UserAsync(tenant, "Ben Approver", "policy_approver");
        return new PolicyTeam(tenant, await KeyAsync(tenant, author), await KeyAsync(tenant, author), await KeyAsync(tenant, approver));
    }

    private static async Task<string> UserAsync(TenantClient tenant, string name, params string[] roles) =>
        (await tenant.PostAsync("/v1/users", new { name, email = $"{Uuid7.New(DateTimeOffset.UnixEpoch):N}@example.com", roles })).ShouldBe(201).Text("/id");

    private static async Task<ApiClient> KeyAsync(TenantClient tenant, string user) =>
        tenant.With((await tenant.PostAsync("/v1/api-keys", new { name = "theirs", user_id = user })).ShouldBe(201).Text("/secret"));

    /// <summary>Drafts a version as YAML; the number that it got.</summary>
    public async Task<int> DraftAsync(string key, string yaml) =>
        (await Author.PostAsync($"/v1/policies/{key}/versions", new { yaml })).ShouldBe(201).At("/version").GetInt32();

    /// <param name="by">Null for the tenant's service.</param>
    public Task<HttpAnswer> DoAsync(ApiClient? by, string key, int version, string what, object? body = null) => (by ?? Tenant).PostAsync($"/v1/policies/{key}/versions/{version}/{what}", body);

    /// <summary>The whole way of a draft, up to its approval by the second person, who does not ask how it would have gone in the past.</summary>
    public async Task ApprovedAsync(string key, int version, DateTimeOffset? effectiveFrom = null, bool despitePackExamples = false)
    {
        var despite = despitePackExamples ? new { reason = "It is meant so." } : null;
        (await DoAsync(Author, key, version, "request-approval", new { effective_from = effectiveFrom, despite_pack_examples = despite })).ShouldBe(201);
        (await DoAsync(Approver, key, version, "approve", new { without_backtest = new { reason = "Tried elsewhere." } })).ShouldBe(200);
    }

    /// <summary>The whole way, up to the publication.</summary>
    public async Task<HttpAnswer> PublishAsync(string key, string yaml, DateTimeOffset? effectiveFrom = null, string openInquiries = "keep", bool despitePackExamples = false)
    {
        var version = await DraftAsync(key, yaml);
        await ApprovedAsync(key, version, effectiveFrom, despitePackExamples);
        return (await DoAsync(Author, key, version, "publish", new { effective_from = effectiveFrom, open_inquiries = openInquiries })).ShouldBe(200);
    }

    /// <summary>What time it is for the tenant.</summary>
    public async Task<DateTimeOffset> NowAsync() => (await Tenant.GetAsync("/v1/tenant")).ShouldBe(200).At("/now").GetDateTimeOffset();

    /// <summary>The hash that answers for a cell.</summary>
    public async Task<HttpAnswer> ResolveAsync(string country, string senderType, string? asOf = null) =>
        await Tenant.GetAsync($"/v1/policies/resolve?country={country}&sender_type={senderType}{(asOf is null ? "" : $"&as_of={Uri.EscapeDataString(asOf)}")}");
}

/// <summary>Documents for tests, as authors would write them.</summary>
internal static class PolicyTexts
{
    /// <summary>A policy where the pack has none.</summary>
    public static string Voice(string key = "acme.zw_voice", string requirement = "legal_name", string path = "business.legal_name") => $$"""
        key: {{key}}
        title: Voice, Zimbabwe
        scope: { country: ZW, sender_type: voice, applicant: business }
        requirements:
          - { key: {{requirement}}, kind: field, path: {{path}} }
        tests:
          - name: nothing is given
            facts: { business: { {{path[9..]}}: null } }
            expect: { outcome: request_information }
        """;

    /// <summary>The pack's policy for names as senders in Great Britain, with one more thing to ask.</summary>
    public static string Gb(string requirement, string path, int grace = 30) => $$"""
        key: gb.alphanumeric
        overlays: gb.alphanumeric
        requirements:
          - { key: {{requirement}}, kind: field, path: {{path}} }
        registration: { grace_days_on_change: {{grace}} }
        tests:
          - name: what is newly asked is missing
            facts: { business: { type: private_limited_company } }
            expect: { outcome: request_information, requirements: { {{requirement}}: missing } }
        """;
}
