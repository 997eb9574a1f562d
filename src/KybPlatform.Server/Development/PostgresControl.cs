using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KybPlatform.Server.Development;

/// <summary>Makes, starts and stops one database cluster with PostgreSQL's own tools, as the account it runs as.</summary>
internal sealed class PostgresControl
{
    /// <summary>The cluster's superuser. It is no account of the machine.</summary>
    public const string Owner = "kyb";

    // A socket's path must stay below about 100 characters, so it cannot live in the data folder.
    private const string SocketFolders = "/tmp/kyb-";

    private readonly string _folder;
    private readonly PostgresAccount _account;
    private readonly IReadOnlyList<string> _settings;

    private PostgresControl(PostgresBinaries binaries, string folder, PostgresAccount account, IReadOnlyList<string> settings, string? password) =>
        (Binaries, _folder, _account, _settings, Password) = (binaries, folder, account, settings, password);

    public PostgresBinaries Binaries { get; }

    /// <summary>Null where the private socket folder is the protection; a password where the server must listen on a port (Windows).</summary>
    public string? Password { get; }

    public string DataFolder => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "server.log");

    public static async Task<PostgresControl> OpenAsync(
        IReadOnlyList<PostgresBinaries> servers, string folder, PostgresAccount account, IReadOnlyList<string> settings, CancellationToken ct)
    {
        var made = Path.Combine(folder, "data", "PG_VERSION");
        var server = servers[0];
        if (File.Exists(made))
        {
            var major = int.Parse(await File.ReadAllTextAsync(made, ct), CultureInfo.InvariantCulture);
            server = servers.FirstOrDefault(s => s.Major == major) ?? throw new SetupException(
                $"The data in {folder} belongs to PostgreSQL {major}, and only version {string.Join(", ", servers.Select(s => s.Major).Distinct())} is here: install {major}, or choose another folder with KYB_DATA.");
        }
        return new PostgresControl(server, folder, account, settings, OperatingSystem.IsWindows() ? await KeptPasswordAsync(folder, ct) : null);
    }

    /// <summary>Makes the cluster under another name and renames it when complete: a crash half way leaves nothing in the way.</summary>
    public async Task InitializeOnceAsync(CancellationToken ct)
    {
        if (Directory.Exists(DataFolder)) return;
        var partial = DataFolder + ".new";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        var made = await _account.RunAsync([Binaries.Path("initdb"), "-D", partial, "-U", Owner, "-E", "UTF8", .. Locale(), .. Authentication()], ct);
        if (!made.Succeeded) throw new SetupException($"PostgreSQL {Binaries.Major} could not make a database in {_folder}: {made.Tail}");
        Directory.Move(partial, DataFolder);
    }

    /// <param name="before">Where it listened before it died: it listens there again, so that open clients find it.</param>
    public async Task<PostmasterFile> StartAsync(CancellationToken ct, PostmasterFile? before = null)
    {
        RemoveStrays(before);
        var port = before?.Port ?? (OperatingSystem.IsWindows() ? FreePort() : 5432);
        var socket = before?.SocketFolder ?? (OperatingSystem.IsWindows() ? "" : SocketFolders + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        if (socket.Length > 0) await _account.MakePrivateFolderAsync(socket, ct);
        for (var attempt = 1; ; attempt++)
        {
            var started = await _account.RunAsync(
                [Binaries.Path("pg_ctl"), "start", "-D", DataFolder, "-l", Log, "-s", "-w", "-t", "120", "-o", Options(port, socket)], ct);
            if (started.Succeeded) return PostmasterFile.Read(DataFolder)!;
            // Children of a server killed a moment ago hold its shared memory until they notice.
            if (attempt == 20 || !LastWords().Contains("is still in use", StringComparison.Ordinal))
                throw new SetupException($"The database in {_folder} does not start: {LastWords()}");
            await Task.Delay(500, ct);
        }
    }

    public async Task StopAsync(string socketFolder)
    {
        var running = PostmasterFile.Read(DataFolder);
        var stopped = await _account.RunAsync([Binaries.Path("pg_ctl"), "stop", "-D", DataFolder, "-s", "-m", "fast", "-w", "-t", "60"], CancellationToken.None);
        if (!stopped.Succeeded && PostmasterFile.Read(DataFolder)?.IsAlive(DataFolder) == true)
            await _account.RunAsync([Binaries.Path("pg_ctl"), "stop", "-D", DataFolder, "-s", "-m", "immediate"], CancellationToken.None);
        // Its file goes a moment before its process does.
        for (var look = 0; look < 100 && running is not null && SomebodyHas(running.ProcessId); look++) await Task.Delay(20);
        RemoveSocketFolder(socketFolder);
    }

    private string Options(int port, string socket)
    {
        var listen = socket.Length > 0 ? $"-c listen_addresses= -k {socket} -c unix_socket_permissions=0700" : "-c listen_addresses=127.0.0.1";
        string[] ours = ["max_connections=200", "timezone=UTC", "log_timezone=UTC", "jit=off", .. _settings];
        return string.Create(CultureInfo.InvariantCulture, $"-p {port} {listen} {string.Join(' ', ours.Select(s => "-c " + s))}");
    }

    private IEnumerable<string> Locale() =>
        Binaries.Major >= 17 ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        : OperatingSystem.IsLinux() ? ["--locale=C.UTF-8"]
        : OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=UTF-8"]
        : ["--locale=C"];

    private IEnumerable<string> Authentication() =>
        Password is null ? ["--auth-local=trust", "--auth-host=reject"] : ["--auth=scram-sha-256", $"--pwfile={PasswordPath(_folder)}"];

    // After a crash of the machine, or in a new container, the number in the file can belong to another program; PostgreSQL would then not start.
    private void RemoveStrays(PostmasterFile? before)
    {
        if (PostmasterFile.Read(DataFolder) is not { } file || file.IsAlive(DataFolder)) return;
        if (SomebodyHas(file.ProcessId)) File.Delete(PostmasterFile.PathIn(DataFolder));
        if (before is null) RemoveSocketFolder(file.SocketFolder);
    }

    private static void RemoveSocketFolder(string folder)
    {
        if (folder.StartsWith(SocketFolders, StringComparison.Ordinal) && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static bool SomebodyHas(int process)
    {
        try
        {
            using var other = System.Diagnostics.Process.GetProcessById(process);
            return !other.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string LastWords() => File.Exists(Log) ? string.Join(' ', File.ReadLines(Log).TakeLast(3)) : "it left no log";

    private static string PasswordPath(string folder) => Path.Combine(folder, "password");

    private static async Task<string> KeptPasswordAsync(string folder, CancellationToken ct)
    {
        var path = PasswordPath(folder);
        if (!File.Exists(path)) await File.WriteAllTextAsync(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), ct);
        return (await File.ReadAllTextAsync(path, ct)).Trim();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
