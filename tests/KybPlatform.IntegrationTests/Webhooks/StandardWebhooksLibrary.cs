using System.Diagnostics;
using System.Text.Json;

namespace KybPlatform.IntegrationTests.Webhooks;

/// <summary>The specification's own JavaScript library, installed once by npm into a folder of this user's cache.</summary>
internal sealed class StandardWebhooksLibrary
{
    private const string Version = "1.1.1";

    private const string Program = """
        const { Webhook } = require("standardwebhooks");
        let text = "";
        process.stdin.on("data", d => text += d).on("end", () => {
          const { secret, body, headers } = JSON.parse(text);
          try { new Webhook(secret).verify(Buffer.from(body, "base64").toString("utf8"), headers); console.log("accepted"); }
          catch (fault) { console.log("refused: " + fault.message); }
        });
        """;

    private readonly string _folder;

    private StandardWebhooksLibrary(string folder) => _folder = folder;

    /// <summary>Null where there is no npm, or where it cannot install.</summary>
    public static async Task<StandardWebhooksLibrary?> FindAsync(CancellationToken ct)
    {
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var folder = Path.Combine(cache.Length > 0 ? cache : Path.GetTempPath(), "kyb-tests", $"standardwebhooks-{Version}");
        if (!Directory.Exists(folder))
        {
            var made = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var (code, _) = await RunAsync(npm, "", ct, "install", "--prefix", made, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", $"standardwebhooks@{Version}");
            if (code != 0 || !Directory.Exists(Path.Combine(made, "node_modules", "standardwebhooks"))) return null;
            await File.WriteAllTextAsync(Path.Combine(made, "verify.cjs"), Program, ct);
            // Whoever is second finds the folder there and keeps the first one's.
            if (!Directory.Exists(folder)) Directory.Move(made, folder);
            else Directory.Delete(made, recursive: true);
        }
        return new StandardWebhooksLibrary(folder);
    }

    public async Task<string> VerifyAsync(string secret, Received hook, byte[] body, CancellationToken ct)
    {
        var headers = new Dictionary<string, string> { ["webhook-id"] = hook.Id, ["webhook-timestamp"] = hook.Timestamp, ["webhook-signature"] = hook.Signature };
        var input = JsonSerializer.Serialize(new { secret, body = Convert.ToBase64String(body), headers });
        return (await RunAsync("node", input, ct, Path.Combine(_folder, "verify.cjs"))).Output.Trim();
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string input, CancellationToken ct, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.StandardInput.WriteAsync(input.AsMemory(), ct);
            process.StandardInput.Close();
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }
}
