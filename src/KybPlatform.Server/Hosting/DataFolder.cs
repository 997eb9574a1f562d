using System.Security.Cryptography;
using KybPlatform.Server.Development;

namespace KybPlatform.Server.Hosting;

/// <summary>The folder of documents, keys and the development database.</summary>
internal static class DataFolder
{
    /// <summary>The checkout that the program was built in, or null for a published one.</summary>
    public static string? SourceTree()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "KybPlatform.sln"))) return at.FullName;
        }
        return null;
    }

    /// <summary>As told by KYB_DATA; else in the checkout, so that it goes with it; else in the person's own folder.</summary>
    public static string Prepare(string? told, string? sourceTree)
    {
        var path = Path.GetFullPath(told ?? (sourceTree is not null
            ? Path.Combine(sourceTree, ".kyb")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "kybplatform")));
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return path;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The data folder {path} cannot be made ({refused.Message.TrimEnd('.')}): set KYB_DATA to a folder that can be written.");
        }
    }

    public static string Documents(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "documents");
        if (OperatingSystem.IsWindows()) return Directory.CreateDirectory(path).FullName;
        return Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>The 32 bytes of which all other keys are derived: told by KYB_MASTER_KEY, else kept in the folder, made at first use.</summary>
    public static async Task<byte[]> MasterKeyAsync(string? told, string dataFolder, CancellationToken ct)
    {
        if (told is not null) return Decode(told) ?? throw new SetupException("KYB_MASTER_KEY is not the base64 of 32 bytes: make one with `openssl rand -base64 32`.");
        var path = Path.Combine(dataFolder, "master.key");
        if (!File.Exists(path)) await PrivateFile.WriteOnceAsync(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), ct);
        return Decode(await File.ReadAllTextAsync(path, ct)) ?? throw new SetupException($"{path} does not hold the base64 of 32 bytes; without the right key nothing personal can be read.");
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[33];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == 32 ? bytes[..32] : null;
    }
}
