using System.Runtime.InteropServices;

namespace KybPlatform.Api.Documents;

/// <summary>Folders whose entries survive the machine's losing power: POSIX asks for a flush of the folder itself after a rename (fsync(2)).</summary>
internal static class DurableFolder
{
    /// <summary>Makes the folder and those above it, for this account alone.</summary>
    public static void Ensure(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(path)!;
        Ensure(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Flush(parent);
    }

    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string path)
    {
        // NTFS journals its folders; there is no call for it.
        if (OperatingSystem.IsWindows()) return;
        var folder = Open([.. System.Text.Encoding.UTF8.GetBytes(path), 0], 0);
        if (folder < 0) throw new IOException($"The folder could not be opened (errno {Marshal.GetLastPInvokeError()}).");
        var failed = Sync(folder) != 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Close(folder);
        if (failed != 0) throw new IOException($"The folder could not be flushed (errno {failed}).");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
