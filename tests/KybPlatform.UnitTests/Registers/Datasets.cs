using System.Text;
using KybPlatform.Api.Registers.Contracts;
using KybPlatform.Api.Registers.Formats;
using KybPlatform.UnitTests.Identifiers;
using Xunit;

namespace KybPlatform.UnitTests.Registers;

/// <summary>Reads datasets in memory, and the real samples where they are at hand.</summary>
internal static class Datasets
{
    public static Task<List<RegisterRecord?>> ReadAsync(string format, string content, RecordMapping? mapping = null) => ReadAsync(format, Encoding.UTF8.GetBytes(content), mapping);

    public static async Task<List<RegisterRecord?>> ReadAsync(string format, byte[] content, RecordMapping? mapping = null, string name = "file")
    {
        var records = new List<RegisterRecord?>();
        await foreach (var file in DatasetContent.FilesAsync(name, new MemoryStream(content), Path.GetTempPath(), TestContext.Current.CancellationToken))
            await foreach (var record in RegisterFormats.Find(format)!.Read(file, mapping, TestContext.Current.CancellationToken)) records.Add(record);
        return records;
    }

    /// <summary>A real file of the shared data; the test is skipped where it is not at hand.</summary>
    public static byte[] Real(params string[] path)
    {
        if (SharedData.File(["registry", .. path]) is not { } file) { Assert.Skip("no register data beside the repository (set KYB_SHARED)"); return []; }
        return File.ReadAllBytes(file);
    }
}
