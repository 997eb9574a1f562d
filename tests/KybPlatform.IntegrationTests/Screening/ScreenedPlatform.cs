using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Postgres;

namespace KybPlatform.IntegrationTests.Screening;

/// <summary>A platform of its own: an imported list is everybody's, so tests that import do not share theirs.</summary>
public sealed class ScreenedPlatform : IAsyncDisposable
{
    private ScreenedPlatform(RunningPlatform platform) => Platform = platform;

    public RunningPlatform Platform { get; }

    public ApiClient Operator => Platform.Operator;

    public static async Task<ScreenedPlatform> StartAsync(Func<KybPlatform.Api.PlatformSettings, KybPlatform.Api.PlatformSettings>? settings = null)
    {
        var postgres = await TestContext.Current.GetFixture<TestPostgres>() ?? throw new InvalidOperationException("There is no server.");
        return new ScreenedPlatform(await RunningPlatform.StartAsync(postgres, settings));
    }

    /// <summary>Both lists that the packs ask for, issued today, with the invented parties of <see cref="OfficialFiles"/>.</summary>
    public static async Task<ScreenedPlatform> WithTodaysListsAsync()
    {
        var screened = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        (await screened.Operator.ImportAsync("ofac_sdn", OfficialFiles.SmallOfac(), now)).ShouldBe(201);
        (await screened.Operator.ImportAsync("un", [("un.xml", OfficialFiles.SmallUn(now))])).ShouldBe(201);
        return screened;
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}
