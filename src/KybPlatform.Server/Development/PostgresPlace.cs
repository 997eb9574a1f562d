using System.Security.Cryptography;

namespace KybPlatform.Server.Development;

/// <summary>Where an embedded database lives: below the data folder, unless the account it runs as cannot get there.</summary>
internal static class PostgresPlace
{
    private const string ReachableByAll = "/var/lib/kybplatform";

    /// <summary>The folder of the database, made and owned by the account.</summary>
    public static async Task<string> PrepareAsync(string dataFolder, PostgresAccount account, Action<string> say, CancellationToken ct)
    {
        var wanted = Path.Combine(dataFolder, "postgres");
        if (new DirectoryInfo(wanted).LinkTarget is { } elsewhere && Directory.Exists(elsewhere)) return elsewhere;
        if (await CanEnterAsync(dataFolder, account, ct)) return await account.MakePrivateFolderAsync(wanted, ct);

        var barrier = await FirstBarrierAsync(dataFolder, account, ct);
        var place = await TryPlaceElsewhereAsync(account, ct)
            ?? throw new SetupException($"The database runs as {account.Name}, who may not enter {barrier}: set KYB_DATA to a folder all of whose parents it can enter.");
        if (File.Exists(wanted) || new DirectoryInfo(wanted).LinkTarget is not null) File.Delete(wanted);
        Directory.CreateSymbolicLink(wanted, place);
        say($"The database runs as {account.Name}, who may not enter {barrier}; its files are in {place}, linked from {wanted}.");
        return place;
    }

    private static async Task<bool> CanEnterAsync(string dataFolder, PostgresAccount account, CancellationToken ct)
    {
        if (await account.CanEnterAsync(dataFolder, ct)) return true;
        // The data folder is ours to open for passing through; what is secret in it has its own modes. Its parents are not.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(dataFolder, File.GetUnixFileMode(dataFolder) | UnixFileMode.OtherExecute);
        return await account.CanEnterAsync(dataFolder, ct);
    }

    private static async Task<string> FirstBarrierAsync(string folder, PostgresAccount account, CancellationToken ct)
    {
        var parents = new Stack<string>();
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) parents.Push(at.FullName);
        foreach (var parent in parents)
        {
            if (!await account.CanEnterAsync(parent, ct)) return parent;
        }
        return folder;
    }

    private static async Task<string?> TryPlaceElsewhereAsync(PostgresAccount account, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(ReachableByAll);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (!await account.CanEnterAsync(ReachableByAll, ct)) return null;
        return await account.MakePrivateFolderAsync(Path.Combine(ReachableByAll, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))), ct);
    }
}
