namespace KybPlatform.Server.Development;

/// <summary>Files that only the person who runs the platform may read. Each is written whole or not at all.</summary>
internal static class PrivateFile
{
    public static async Task WriteAsync(string path, string content, CancellationToken ct) =>
        File.Move(await WritePartialAsync(path, content, ct), path, overwrite: true);

    /// <summary>Leaves what another process wrote first.</summary>
    public static async Task WriteOnceAsync(string path, string content, CancellationToken ct)
    {
        var partial = await WritePartialAsync(path, content, ct);
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
    }

    private static async Task<string> WritePartialAsync(string path, string content, CancellationToken ct)
    {
        var partial = FormattableString.Invariant($"{path}.{Environment.ProcessId}.new");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(partial, options);
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(content), ct);
        file.Flush(flushToDisk: true);
        return partial;
    }
}
