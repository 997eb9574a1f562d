using System.IO.Compression;

namespace KybPlatform.Screening.Lists;

/// <summary>The entries of a zip as source files, sizes bounded by what is really read and not by what the directory claims.</summary>
internal static class ZipFiles
{
    public static List<SourceFile> Open(SourceFile zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip.Bytes, false), ZipArchiveMode.Read);
            var files = new List<SourceFile>();
            long total = 0;
            foreach (var entry in archive.Entries.Where(e => e.Name.Length > 0))
            {
                using var content = entry.Open();
                var file = SourceFile.Read(entry.Name, content);
                total += file.Bytes.Length;
                if (total > SourceFile.MaxBytes)
                    throw new ListBrokenException("file_too_large", $"The zip unpacks to more than {SourceFile.MaxBytes} bytes.", zip.Name);
                files.Add(file);
            }
            return files;
        }
        catch (InvalidDataException broken)
        {
            throw new ListBrokenException("broken_zip", broken.Message, zip.Name);
        }
    }
}
