using KybPlatform.Api;
using KybPlatform.Server.Hosting;

namespace KybPlatform.Server.Samples;

/// <summary>What a developer sees after the start: the samples vetted, then where everything is and a call to try.</summary>
internal sealed class DevelopmentScreen(string dataFolder, DevelopmentState state, string databaseOrigin)
{
    public async Task ShowAsync(Uri address, PlatformSettings settings, ServerOptions options, CancellationToken ct)
    {
        using var client = new SampleClient(address);
        await client.WaitUntilReadyAsync(ct);
        Say($"\nKybPlatform, development mode\n");
        if (options.Role is ServerRole.Worker)
        {
            Say($"  worker         {address}health/ready\n  database       {databaseOrigin}\n  Ctrl-C stops.");
            return;
        }
        var organization = await OrganizationAsync(client, settings.PlatformKey, ct);
        if (options is { Role: ServerRole.All, Samples: true } && !organization.SamplesDone)
        {
            Say("  Vetting sample submissions through the public API, in the demo organization's test tenant:\n");
            await SampleRun.RunAsync(client, organization, Sample.All(organization.Since), Table(), ct);
            await (state with { Organization = organization with { SamplesDone = true } }).WriteAsync(dataFolder, ct);
            Say("");
        }
        Say(Summary(address, settings, organization, await TryItAsync(client, address, organization, ct)));
    }

    private async Task<DemoOrganization> OrganizationAsync(SampleClient client, string platformKey, CancellationToken ct)
    {
        if (state.Organization is { } known && await client.KnowsAsync(known, platformKey, ct)) return known;
        var made = await client.CreateOrganizationAsync(platformKey, Today(), ct);
        await (state with { Organization = made }).WriteAsync(dataFolder, ct);
        return made;
    }

    private static async Task<string> TryItAsync(SampleClient client, Uri address, DemoOrganization organization, CancellationToken ct)
    {
        var uploaded = await client.UploadAsync(organization.TestKey, "try-it", TryIt.Document(organization.Since), "try-it", ct);
        return TryIt.Curl(address, organization.TestKey, uploaded.Body["id"]?.GetValue<string>() ?? "doc_…");
    }

    private string Summary(Uri address, PlatformSettings settings, DemoOrganization organization, string call) => $"""
          API            {address}v1
          Swagger        {address}swagger
          OpenAPI        {address}openapi/v1.json
          database       {databaseOrigin}
          API key        {organization.TestKey}   (test tenant of the demo organization)
                         {organization.LiveKey}   (live tenant)
          platform key   {settings.PlatformKey}

          Try it (pasted again, the same company number from another applicant goes to a person):

        {call}

          Ctrl-C stops everything; the next start finds it again.
        """;

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static SampleTable Table()
    {
        var live = !Console.IsOutputRedirected;
        return new SampleTable(Console.Out, live, live ? Math.Clamp(Console.WindowWidth, 80, 200) : 160, Sample.Names().Count);
    }

    private static void Say(string text) => Console.WriteLine(text);
}
