using System.Diagnostics;

namespace KybPlatform.IntegrationTests.Http;

/// <summary>Spectral with its public OpenAPI ruleset, installed once by npm into a folder of this user's cache; warnings count.</summary>
internal sealed class SpectralLint
{
    private const string Version = "6.16.3";
    private readonly string _folder;

    private SpectralLint(string folder) => _folder = folder;

    /// <summary>Null where there is no npm, or where it cannot install.</summary>
    public static async Task<SpectralLint?> FindAsync(CancellationToken ct)
    {
        var cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var folder = Path.Combine(cache.Length > 0 ? cache : Path.GetTempPath(), "kyb-tests", $"spectral-{Version}");
        if (!File.Exists(Entry(folder)))
        {
            var made = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
            var (code, _) = await RunAsync(Npm, ct, "install", "--prefix", made, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", $"@stoplight/spectral-cli@{Version}");
            if (code != 0 || !File.Exists(Entry(made))) return null;
            await File.WriteAllTextAsync(Path.Combine(made, "ruleset.yaml"), "extends: [\"spectral:oas\"]\n", ct);
            // Whoever is second finds the folder there and keeps the first one's.
            if (!Directory.Exists(folder)) Directory.Move(made, folder);
            else Directory.Delete(made, recursive: true);
        }
        return new SpectralLint(folder);
    }

    public async Task<(int Code, string Output)> RunAsync(byte[] document, CancellationToken ct)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("kyb-openapi-").FullName, "v1.json");
        await File.WriteAllBytesAsync(file, document, ct);
        try
        {
            return await RunAsync("node", ct, Entry(_folder), "lint", file, "--ruleset", Path.Combine(_folder, "ruleset.yaml"), "--fail-severity", "warn");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static string Entry(string folder) => Path.Combine(folder, "node_modules", "@stoplight", "spectral-cli", "dist", "index.js");

    private static async Task<(int Code, string Output)> RunAsync(string program, CancellationToken ct, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output + await errors);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, missing.Message);
        }
    }
}
