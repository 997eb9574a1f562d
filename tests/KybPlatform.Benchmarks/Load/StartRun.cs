using System.Diagnostics;
using System.Globalization;
using KybPlatform.Server.Hosting;

namespace KybPlatform.Benchmarks.Load;

/// <summary>
/// How long a process takes from its start to its first committed submission, on a database that is up and has its tenants: a restart, or one
/// more replica, configured as docker-compose.yml does it. Processor time is the steadier of the two measures on a shared machine.
/// </summary>
internal static class StartRun
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <param name="owner">A migrated database, which has the key's tenant.</param>
    public static async Task RunAsync(string owner, string folder, string key, int starts)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings__Kyb"] = DatabaseLogins.FromOwner(owner).App,
            ["KYB_PLATFORM_KEY"] = LoadRun.PlatformKey,
            ["KYB_MASTER_KEY"] = await File.ReadAllTextAsync(Path.Combine(folder, "master.key")),
            ["KYB_DATA"] = folder,
            ["KYB_METRICS_URL"] = "http://127.0.0.1:5482",
        };
        string[] roles = ["api", "all"];
        var measured = roles.ToDictionary(r => r, _ => new List<Start>());
        for (var i = 0; i < starts; i++)
        {
            foreach (var role in roles) measured[role].Add(await OneAsync(environment, role, key, i));
        }
        foreach (var role in roles)
        {
            var all = measured[role];
            var (unused, used) = (await RestingAsync(environment, role, null), await RestingAsync(environment, role, key));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"== start, role {role}, median of {starts}: to ready {Median(all, s => s.Ready):F2} s, to the first committed submission {Median(all, s => s.Committed):F2} s, decided with it (its processor time {Median(all, s => s.Cpu):F2} s)"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"   resident, role {role}: {unused:F0} MB {Rest.TotalSeconds:F0} s after a start that nobody used; {Median(all, s => s.ThenMb):F0} MB right after the first submission, {used:F0} MB {Rest.TotalSeconds:F0} s later"));
        }
    }

    private static async Task<Start> OneAsync(IReadOnlyDictionary<string, string> environment, string role, string key, int number)
    {
        var begun = Stopwatch.GetTimestamp();
        var (server, ready) = await ServerProcess.StartAsync(environment, ["--role", role], 5481);
        await using var running = server;
        await SubmitAsync(server, key, number);
        return new Start(ready.TotalSeconds, Stopwatch.GetElapsedTime(begun).TotalSeconds, server.Cpu.TotalSeconds, server.ResidentMb);
    }

    /// <param name="key">With which one submission is made; null for none.</param>
    private static async Task<double> RestingAsync(IReadOnlyDictionary<string, string> environment, string role, string? key)
    {
        var (server, _) = await ServerProcess.StartAsync(environment, ["--role", role], 5481);
        await using var running = server;
        if (key is not null) await SubmitAsync(server, key, 0);
        await Task.Delay(Rest);
        return server.ResidentMb;
    }

    private static async Task SubmitAsync(ServerProcess server, string key, int number)
    {
        using var http = new HttpLoad(server.Url, "");
        await http.SendAsync(HttpMethod.Post, "/v1/inquiries", LoadRun.Submission(number, submit: true, null), key, ("Prefer", "wait=10"));
    }

    private static double Median(List<Start> all, Func<Start, double> of) => all.Select(of).Order().ElementAt(all.Count / 2);

    private sealed record Start(double Ready, double Committed, double Cpu, double ThenMb);
}
