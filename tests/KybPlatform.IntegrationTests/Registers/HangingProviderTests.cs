using KybPlatform.Api.Http.Outbound;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using KybPlatform.IntegrationTests.Screening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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

    private sealed class HangingRegister(WebApplication app) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _gate = new();
        private int _holding;

        public Uri Url => new(app.Urls.Single());

        public int Holding => Volatile.Read(ref _holding);

        public static async Task<HangingRegister> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var register = new HangingRegister(app);
            app.Run(register.HoldAsync);
            await app.StartAsync();
            return register;
        }

        public async Task Reached(int count)
        {
            for (var i = 0; i < 400 && Holding < count; i++) await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        public void Release() => _gate.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Release();
            await app.DisposeAsync();
        }

        private async Task HoldAsync(HttpContext http)
        {
            Interlocked.Increment(ref _holding);
            await _gate.Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref _holding);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync($$"""{ "company_number": "{{http.Request.Path.Value!.Split('/')[^1]}}", "company_name": "HARBOURLIGHT FICTION TRADING LIMITED", "company_status": "active" }""");
        }
    }
}
