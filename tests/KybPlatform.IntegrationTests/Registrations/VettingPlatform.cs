using System.Collections.Concurrent;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.IntegrationTests.Registrations;

/// <summary>Checks that always agree, and remember what they were asked: with a clear screening automation approves what the policy lets through.</summary>
public sealed class AgreeingChecks(string type, params string[] checks) : IVerificationProvider
{
    private readonly ConcurrentQueue<(Guid Profile, string Subject)> _asked = new();

    public string Type => type;
    public string Name => $"test.{type}";
    public string Description => "Agrees.";
    public IReadOnlyList<string> Checks => checks;
    public IReadOnlyList<string> Subjects => ["business", "individual", "people/<id>"];
    public IReadOnlyList<string> Facts => [];

    public int AskedAbout(Guid profile, string subject) => _asked.Count(a => a == (profile, subject));

    public Task<VerificationAnswer> CheckAsync(VerificationRequest request, CancellationToken ct)
    {
        _asked.Enqueue((request.Profile, request.Subject));
        return Task.FromResult(VerificationAnswer.Of(checks.ToDictionary(c => c, _ => CheckOutcome.Passed)) with
        {
            Lists = [.. request.Lists.Select(l => new ListUse(l, "test", request.Work.Now, Complete: true, Sample: false))],
        });
    }
}

/// <summary>A platform on which automation can approve; shared by the tests of one class.</summary>
public sealed class VettingPlatform : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private RunningPlatform? _running;

    public AgreeingChecks Screening { get; } = new("sanctions_screening", "no_match");

    public async Task<RunningPlatform> PlatformAsync()
    {
        await _once.WaitAsync();
        try
        {
            var postgres = await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server.");
            return _running ??= await RunningPlatform.StartAsync(postgres, services: services =>
            {
                services.Remove(services.Single(s => s.ImplementationType == typeof(SanctionsProvider)));
                services.AddSingleton<IVerificationProvider>(Screening);
            });
        }
        finally
        {
            _once.Release();
        }
    }

    public async Task<TenantClient> ATestTenantAsync() => (await (await PlatformAsync()).ANewTenantAsync()).Test;

    public async ValueTask DisposeAsync()
    {
        if (_running is not null) await _running.DisposeAsync();
        _once.Dispose();
    }
}
