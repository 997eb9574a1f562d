using KybPlatform.IntegrationTests.App;

namespace KybPlatform.IntegrationTests.Tenancy;

public sealed class OrganizationTests(PlatformApp app)
{
    [Fact]
    public async Task A_new_organization_has_a_live_and_a_test_tenant_with_a_key_each()
    {
        var tenant = await app.ANewTenantAsync();

        tenant.Key.Should().StartWith("kyb_live_");
        tenant.Test.Key.Should().StartWith("kyb_test_");
        (await tenant.GetAsync("/v1/tenant")).ShouldBe(200).Text("/id").Should().Be(tenant.Id);
        (await tenant.Test.GetAsync("/v1/tenant")).ShouldBe(200).Text("/mode").Should().Be("test");
    }

    [Fact]
    public async Task The_operator_reads_an_organization_without_its_keys()
    {
        var tenant = await app.ANewTenantAsync();
        var platform = await app.OperatorAsync();

        var read = (await platform.GetAsync($"/v1/organizations/{tenant.OrganizationId}")).ShouldBe(200);

        read.Text("/tenants/live/id").Should().Be(tenant.Id);
        read.Body.Should().NotContain(tenant.Key);
    }

    [Fact]
    public async Task A_tenants_key_opens_no_route_of_the_operator()
    {
        var tenant = await app.ANewTenantAsync();

        await tenant.PostAsync("/v1/organizations", new { name = "Another" }).ShouldBeRefusedAsync(403, "platform_key_required");
        await tenant.GetAsync($"/v1/organizations/{tenant.OrganizationId}").ShouldBeRefusedAsync(403, "platform_key_required");
    }

    [Fact]
    public async Task The_platform_key_opens_no_route_of_a_tenant()
    {
        var platform = await app.OperatorAsync();

        await platform.GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "invalid_api_key");
    }

    [Fact]
    public async Task Without_a_key_every_route_answers_401()
    {
        var nobody = (await app.PlatformAsync()).Nobody;

        var refused = await nobody.GetAsync("/v1/tenant").ShouldBeRefusedAsync(401, "unauthenticated");

        refused.Header("WWW-Authenticate").Should().Be("Bearer");
    }
}
