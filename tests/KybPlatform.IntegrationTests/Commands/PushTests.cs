using KybPlatform.IntegrationTests.App;
using KybPlatform.IntegrationTests.Policies;
using KybPlatform.Server.Commands;

namespace KybPlatform.IntegrationTests.Commands;

/// <summary>A folder goes to a running platform, as a tenant's CI would send it.</summary>
public sealed class PushTests(PlatformApp app) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kyb-push-").FullName;

    [Fact]
    public async Task A_folder_is_checked_tried_compared_and_sent_once_and_waits_for_a_person()
    {
        var (platform, team) = (await app.PlatformAsync(), await PolicyTeam.OfAsync((await app.ANewTenantAsync()).Test));
        Write("zw/voice.yaml", "version: 1\n" + PolicyTexts.Voice() + "\nextends: [acme.ground]\n");
        Write("ground.yaml", "key: acme.ground\nversion: 1\ntitle: Ground\nbase: true\nrequirements:\n  - { key: website, kind: field, path: business.website }\n");

        (await RunAsync("lint", _folder)).Should().Be((0, "2 files, 0 errors, 0 warnings\n"));
        (await RunAsync("test", _folder)).Code.Should().Be(0);
        (await RunAsync("diff", _folder)).Said.Should().Contain("acme.zw_voice: new");
        string[] there = ["--url", platform.Address.ToString(), "--api-key", team.Author.Key];
        (await RunAsync(["push", _folder, "--dry-run"])).Said.Should().Contain("acme.ground: ").And.Contain("would be sent");
        (await team.Tenant.GetAsync("/v1/policies/acme.ground/versions")).ShouldBeRefused(404, "not_found");
        // What stands on a base that is not in force yet can only be drafted: first the base goes all the way.
        (await RunAsync(["push", _folder, "--policy", "acme.ground", "--summary", "From Git", .. there])).Should().Be((0, "acme.ground@1: waits for approval\n"));
        (await RunAsync(["push", _folder, "--policy", "acme.ground", "--summary", "From Git", .. there])).Should().Be((0, "acme.ground@1: waits for approval\n"), "the same text is sent once");
        (await team.DoAsync(team.Approver, "acme.ground", 1, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Author, "acme.ground", 1, "publish")).ShouldBe(200);
        (await RunAsync(["push", _folder, "--policy", "acme.zw_voice", .. there])).Should().Be((0, "acme.zw_voice@1: waits for approval\n"));

        (await team.Tenant.GetAsync("/v1/policies/acme.ground/versions/1")).ShouldBe(200).Text("/summary").Should().Be("From Git");
        (await team.DoAsync(team.Author, "acme.zw_voice", 1, "approve")).ShouldBeRefused(403, "own_work");
        (await team.DoAsync(team.Approver, "acme.zw_voice", 1, "approve")).ShouldBe(200);
        (await team.DoAsync(team.Author, "acme.zw_voice", 1, "publish")).ShouldBe(200);
        (await team.ResolveAsync("ZW", "voice")).ShouldBe(200).Text("/key").Should().Be("acme.zw_voice");
        (await RunAsync(["backtest", "acme.zw_voice@1", .. there])).Should().Match<(int Code, string Said)>(r => r.Code == 0 && r.Said.Contains("0 decisions evaluated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_platform_finds_is_told_and_nothing_waits()
    {
        var (platform, team) = (await app.PlatformAsync(), await PolicyTeam.OfAsync((await app.ANewTenantAsync()).Test));
        await team.PublishAsync("acme.zw_voice", PolicyTexts.Voice());
        Write("rival.yaml", "version: 1\n" + PolicyTexts.Voice("acme.zw_voice_again"));

        var (code, said) = await RunAsync("push", _folder, "--url", platform.Address.ToString(), "--api-key", team.Author.Key);

        code.Should().Be(1);
        said.Should().Contain("the platform finds errors").And.Contain("/scope ambiguous_scope");
        (await team.Tenant.GetAsync("/v1/policies/acme.zw_voice_again/publications")).ShouldBe(200).At("/data").GetArrayLength().Should().Be(0);
        (await RunAsync("push", _folder, "--url", platform.Address.ToString(), "--api-key", team.Approver.Key)).Said.Should().Contain("403 missing_scope");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter { NewLine = "\n" };
        var code = await KybCommand.RunAsync(["policies", .. arguments], said, said, TestContext.Current.CancellationToken);
        return (code, said.ToString());
    }
}
