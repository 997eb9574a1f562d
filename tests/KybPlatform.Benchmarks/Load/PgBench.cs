using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace KybPlatform.Benchmarks.Load;

/// <summary>Runs PostgreSQL's own load driver on the same database, as the application's role.</summary>
internal static partial class PgBench
{
    public static Task<double> RunAsync(NpgsqlConnectionStringBuilder app, string script, int clients, int seconds) => RunAsync(app, script, clients, "-T", seconds);

    /// <summary>Runs the script so many times for each client.</summary>
    public static Task<double> RepeatAsync(NpgsqlConnectionStringBuilder app, string script, int clients, int times) => RunAsync(app, script, clients, "-t", times);

    private static async Task<double> RunAsync(NpgsqlConnectionStringBuilder app, string script, int clients, string measure, int amount)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script);
        try
        {
            var start = new ProcessStartInfo("pgbench")
            {
                ArgumentList =
                {
                    "-n", "-f", file, "-M", "prepared", "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", "2", measure, amount.ToString(CultureInfo.InvariantCulture),
                    "-h", app.Host!, "-p", app.Port.ToString(CultureInfo.InvariantCulture), "-U", app.Username!, app.Database!,
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PGPASSWORD"] = app.Password ?? "" },
            };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench did not start.");
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            var tps = Tps().Match(await output);
            if (!tps.Success || process.ExitCode != 0) throw new InvalidOperationException($"pgbench: {errors}");
            return double.Parse(tps.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Tps();
}
