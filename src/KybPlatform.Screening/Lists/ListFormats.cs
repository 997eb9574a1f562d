using System.Collections.Immutable;
using KybPlatform.Screening.Lists.Ofac;
using KybPlatform.Screening.Lists.Un;

namespace KybPlatform.Screening.Lists;

/// <summary>The official formats by list key: one door for the snapshot route and the refresh.</summary>
public static class ListFormats
{
    /// <summary>The list keys that have a reader.</summary>
    public static ImmutableArray<string> Keys { get; } = [ListKeys.OfacConsolidated, ListKeys.OfacSdn, ListKeys.Un];

    /// <summary>
    /// Reads the files of one issue. OFAC takes its CSV files or one zip that holds them, the UN its XML or a zip with it. The answer is a whole
    /// snapshot or a refusal; an unknown key, a missing or an unexpected file is a refusal too.
    /// </summary>
    public static ListReading Read(string listKey, IReadOnlyList<ListFile> files, ListReadOptions? options = null)
    {
        try
        {
            var sources = files.SelectMany(Unpack).ToList();
            return ListReading.Of(listKey switch
            {
                ListKeys.OfacSdn or ListKeys.OfacConsolidated => OfacCsv.Read(listKey, sources, options ?? new ListReadOptions()),
                ListKeys.Un => UnXml.Read(sources, options ?? new ListReadOptions()),
                _ => throw new ListBrokenException("unknown_list", $"No reader for a list '{listKey}'.", ""),
            });
        }
        catch (ListBrokenException broken)
        {
            return ListReading.Refused(broken.Refusal);
        }
    }

    private static IEnumerable<SourceFile> Unpack(ListFile file)
    {
        var source = SourceFile.Read(file.Name, file.Content);
        return source.Bytes.AsSpan().StartsWith("PK\u0003\u0004"u8) ? ZipFiles.Open(source) : [source];
    }
}
