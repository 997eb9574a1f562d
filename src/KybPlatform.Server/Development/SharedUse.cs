namespace KybPlatform.Server.Development;

/// <summary>
/// Which processes use one embedded database. Each holds a shared lock for as long as it lives, which even <c>kill -9</c> releases;
/// whoever finds at its end that nobody else holds one was the last, and stops the database.
/// </summary>
internal sealed class SharedUse : IDisposable
{
    private readonly string _path;
    private FileStream? _held;

    private SharedUse(string path, FileStream held) => (_path, _held) = (path, held);

    public static SharedUse Of(string folder)
    {
        var path = Path.Combine(folder, "users.lock");
        File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        return new SharedUse(path, File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    /// <summary>Starting and stopping are done by one process at a time.</summary>
    public static async Task<IDisposable> TurnAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "turn.lock");
        while (true)
        {
            try
            {
                return File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    /// <summary>Gives up our use and says whether it was the last one.</summary>
    public bool EndAndWasLast()
    {
        _held?.Dispose();
        _held = null;
        try
        {
            File.Open(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _held?.Dispose();
}
