using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

[assembly: AssemblyFixture(typeof(PlatformApp))]

namespace KybPlatform.IntegrationTests.App;

/// <summary>The one platform that the run's tests share: started by the first test that asks, on its own database. Every test makes its own tenant.</summary>
public sealed class PlatformApp : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private RunningPlatform? _running;

    /// <summary>The platform itself, for tests that look behind the API.</summary>
    public async Task<RunningPlatform> PlatformAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_running is not null) return _running;
            // Fixtures of the assembly cannot name each other in their constructors.
            var postgres = await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server.");
            return _running = await RunningPlatform.StartAsync(postgres);
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>The live tenant of a new organization, acting with its first key; <see cref="TenantClient.Test"/> is its test tenant.</summary>
    public async Task<TenantClient> ANewTenantAsync() => await (await PlatformAsync()).ANewTenantAsync();

    /// <summary>Acts with the platform key.</summary>
    public async Task<ApiClient> OperatorAsync() => (await PlatformAsync()).Operator;

    public async ValueTask DisposeAsync()
    {
        if (_running is not null) await _running.DisposeAsync();
        _once.Dispose();
        // Whatever the tests of the run did to it, it must never have been at fault.
        _running?.Logs.Errors.ShouldBeNone("in the logs of the shared platform");
    }
}
