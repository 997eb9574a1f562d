using KybPlatform.Api.Http.Outbound;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.IntegrationTests.Registers;
using KybPlatform.IntegrationTests.Screening;

namespace KybPlatform.IntegrationTests.Inquiries;

/// <summary>A profile changes after its inquiry was read and before its decision is written.</summary>
public sealed class ChangeWhileDecidedTests(TestPostgres postgres) : IAsyncDisposable
{
    private HangingRegister? _register;

    public ValueTask DisposeAsync() => _register?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_decision_is_made_of_what_stands_in_the_profile_when_it_is_written()
    {
        await using var platform = await StartAsync();
        var tenant = (await platform.ANewTenantAsync()).Test;

        var inquiry = await SubmittedAsync(tenant, async profile =>
            (await tenant.PatchAsync($"/v1/business-profiles/{profile}", new { website = "https://shop.harbourlight-fiction.co.uk" })).ShouldBe(200));

        inquiry.Text("/status").Should().Be("approved", "the answer was {0}", inquiry.Body);
        var trace = (await tenant.GetAsync($"/v1/decisions/{inquiry.Text("/decision/id")}/trace")).ShouldBe(200);
        trace.Text("/facts/business/website").Should().Be("https://shop.harbourlight-fiction.co.uk");
        platform.Logs.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_takes_another_name_while_the_first_is_approved_is_decided_under_the_other()
    {
        await using var platform = await StartAsync();
        var tenant = (await platform.ANewTenantAsync()).Test;

        var inquiry = await SubmittedAsync(tenant, async profile =>
            (await tenant.PatchAsync($"/v1/business-profiles/{profile}", new { legal_name = "Thistledown Invention Company Limited" })).ShouldBe(200));

        inquiry.Text("/status").Should().NotBe("approved").And.NotBe("processing", "the answer was {0}", inquiry.Body);
        (await tenant.GetAsync($"/v1/decisions/{inquiry.Text("/decision/id")}/trace")).ShouldBe(200).Text("/facts/business/legal_name").Should().Be("Thistledown Invention Company Limited");
        (await tenant.GetAsync("/v1/sender-registrations")).ShouldBe(200).At("/data").EnumerateArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_person_who_comes_while_the_inquiry_is_decided_is_decided_on()
    {
        await using var platform = await StartAsync();
        var tenant = (await platform.ANewTenantAsync()).Test;

        var inquiry = await SubmittedAsync(tenant, async profile =>
            (await tenant.PostAsync($"/v1/business-profiles/{profile}/people", new { roles = new[] { "director" }, given_name = "Grace", family_name = "Fictional", date_of_birth = "1971-01-02" })).ShouldBe(201));

        var trace = (await tenant.GetAsync($"/v1/decisions/{inquiry.Text("/decision/id")}/trace")).ShouldBe(200);
        trace.At("/facts/business/people").EnumerateArray().Should().HaveCount(2);
    }

    /// <summary>Submits, and changes the profile while the register has the question and has not answered yet.</summary>
    private async Task<HttpAnswer> SubmittedAsync(TenantClient tenant, Func<string, Task> changeAsync)
    {
        var submitting = tenant.SubmitAsync();
        await _register!.Reached(1);
        await changeAsync((await tenant.GetAsync("/v1/business-profiles")).ShouldBe(200).Text("/data/0/id"));
        _register.Release();
        return await submitting;
    }

    private async Task<RunningPlatform> StartAsync()
    {
        _register = await HangingRegister.StartAsync();
        var line = new LineSettings { AttemptTimeout = TimeSpan.FromSeconds(15), TotalTimeout = TimeSpan.FromSeconds(15) };
        return await RunningPlatform.StartAsync(postgres, s => s with { Providers = [new ProviderSettings("companies_house", "companies_house", _register.Url, Key: "key") { Line = line }] });
    }
}
