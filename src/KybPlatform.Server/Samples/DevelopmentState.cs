using System.Security.Cryptography;
using System.Text.Json;
using KybPlatform.Server.Development;

namespace KybPlatform.Server.Samples;

/// <summary>
/// What development mode remembers between two starts: its platform key, the demo organization with its keys, and whose samples are done.
/// Kept in a file that only the person who runs it can read; production has none.
/// </summary>
internal sealed record DevelopmentState(string PlatformKey, DemoOrganization? Organization = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static async Task<DevelopmentState> ReadAsync(string dataFolder, CancellationToken ct)
    {
        var path = PathIn(dataFolder);
        if (!File.Exists(path))
        {
            var fresh = new DevelopmentState("kyb_platform_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)));
            await PrivateFile.WriteOnceAsync(path, JsonSerializer.Serialize(fresh, Json), ct);
        }
        try
        {
            return JsonSerializer.Deserialize<DevelopmentState>(await File.ReadAllTextAsync(path, ct), Json)!;
        }
        catch (JsonException)
        {
            throw new SetupException($"{path} cannot be read any more: delete it, and a new demo organization is made.");
        }
    }

    public Task WriteAsync(string dataFolder, CancellationToken ct) => PrivateFile.WriteAsync(PathIn(dataFolder), JsonSerializer.Serialize(this, Json), ct);

    private static string PathIn(string dataFolder) => Path.Combine(dataFolder, "development.json");
}

/// <param name="Since">The day that the samples' relative dates count from: a repeated run must send the same bytes.</param>
/// <param name="SamplesDone">Whether it has been shown the samples.</param>
internal sealed record DemoOrganization(string Id, string LiveKey, string TestKey, DateOnly Since, bool SamplesDone);
