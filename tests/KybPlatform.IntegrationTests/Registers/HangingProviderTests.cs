using KybPlatform.Api.Http.Outbound;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.IntegrationTests.Screening;

namespace KybPlatform.IntegrationTests.Registers;

/// <summary>A register that takes every question and answers none, while others go on.</summary>
public sealed class HangingProviderTests
{
    [Fact]
    public async Task A_register_that_hangs_fails_nobody_holds_few_and_slows_no_other_tenant()
    {
        await using var register = await HangingRegister.StartAsync();
        var settings = new ProviderSettings("companies_house", "companies_house", register.Url, Key: "key") { Line = new LineSettings { AttemptTimeout = TimeSpan.FromSeconds(15), TotalTimeout = TimeSpan.FromSeconds(15), AtOnce = 3, AtOncePerTenant = 3 } };
        var postgres = await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server.");
        await using var platform = await RunningPlatform.StartAsync(postgres, s => s with { Providers = [settings] });
        var (busy, other) = ((await platform.ANewTenantAsync()).Test, (await platform.ANewTenantAsync()).Test);

        var stuck = new List<Task<HttpAnswer>>();
        for (var i = 0; i < 10; i++) stuck.Add(busy.SubmitAsync(number: (72_000_000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await register.Reached(3);
        // Somebody else's submission has no number that this register knows.
        var theirs = await other.SubmitAsync(scheme: "GB:VAT", number: "980780684");
        var held = register.Holding;
        register.Release();
        var ended = await Task.WhenAll(stuck);

        theirs.Text("/status").Should().Be("approved", "the answer was {0}", theirs.Body);
        held.Should().Be(3, "so many calls at once and no more hang there");
        ended.Select(e => e.Text("/status")).Should().OnlyContain(s => s == "approved" || s == "processing", "a register's trouble is never the applicant's failure, and is forgotten when it is over");
        ended.Count(e => e.Text("/status") == "approved").Should().BeGreaterThanOrEqualTo(3);
        platform.Logs.Errors.Should().BeEmpty();
    }
}
