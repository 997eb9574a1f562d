using System.IO.Compression;

namespace KybPlatform.Screening.Lists.Sources;

/// <summary>The files of one issue, those inside zips among them, for as long as the issue is read.</summary>
internal sealed class SourceFiles : IDisposable
{
    /// <summary>A zip of an official list holds a handful of files; an open document about ten.</summary>
    private const int MostEntries = 64;

    private readonly List<ZipArchive> _archives = [];
    private readonly List<SourceFile> _files = [];

    public IReadOnlyList<SourceFile> All => _files;

    public static SourceFiles Open(IReadOnlyList<ListFile> files)
    {
        var sources = new SourceFiles();
        try
        {
            foreach (var file in files)
                sources.Add(file);
            return sources;
        }
        catch
        {
            sources.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var archive in _archives)
            archive.Dispose();
    }

    private void Add(ListFile file)
    {
        var source = new SourceFile(file.Name, file.Open);
        if (!source.StartsWith("PK\u0003\u0004"u8))
        {
            _files.Add(source);
            return;
        }
        var entries = Archive(file).Entries.Where(e => e.Name.Length > 0).ToList();
        if (entries.Count > MostEntries)
            throw new ListBrokenException("too_many_files", $"The zip holds more than {MostEntries} files.", file.Name);
        _files.AddRange(entries.Select(e => new SourceFile(e.Name, () => Opened(e, file.Name))));
    }

    private ZipArchive Archive(ListFile file)
    {
        try
        {
            var archive = new ZipArchive(Seekable(file), ZipArchiveMode.Read);
            _archives.Add(archive);
            return archive;
        }
        catch (InvalidDataException broken)
        {
            throw new ListBrokenException("broken_zip", broken.Message, file.Name);
        }
    }

    private static Stream Opened(ZipArchiveEntry entry, string file)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException broken)
        {
            throw new ListBrokenException("broken_zip", broken.Message, file);
        }
    }

    // The directory of a zip stands at its end. What is packed is small.
    private static Stream Seekable(ListFile file)
    {
        var content = file.Open();
        if (content.CanSeek)
            return content;
        using (content)
        {
            var buffer = new MemoryStream();
            content.CopyTo(buffer);
            buffer.Position = 0;
            return buffer;
        }
    }
}
