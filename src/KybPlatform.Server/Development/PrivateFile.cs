namespace KybPlatform.Server.Development;

/// <summary>Files that only the person who runs the platform may read.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the whole content or nothing: under another name first, then renamed.</summary>
    public static async Task WriteAsync(string path, string content, CancellationToken ct)
    {
        var partial = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new StreamWriter(partial, options)) await file.WriteAsync(content.AsMemory(), ct);
        File.Move(partial, path, overwrite: true);
    }
}
