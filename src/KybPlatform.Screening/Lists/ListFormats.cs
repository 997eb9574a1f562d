using System.Collections.Immutable;
using KybPlatform.Screening.Lists.Eu;
using KybPlatform.Screening.Lists.Ofac;
using KybPlatform.Screening.Lists.OpenSanctions;
using KybPlatform.Screening.Lists.Sources;
using KybPlatform.Screening.Lists.Uk;
using KybPlatform.Screening.Lists.Un;
using KybPlatform.Screening.Lists.Us;

namespace KybPlatform.Screening.Lists;

/// <summary>The official formats by list key: one door for the snapshot route and the refresh.</summary>
public static class ListFormats
{
    private delegate ListSnapshot Reader(IReadOnlyList<SourceFile> files, ListReadOptions options);

    private static readonly ImmutableSortedDictionary<string, Reader> Readers = new Dictionary<string, Reader>
    {
        [ListKeys.Eu] = (files, options) => EuXml.Read(Only(files), options),
        [ListKeys.OfacConsolidated] = (files, options) => OfacFormats.Read(ListKeys.OfacConsolidated, files, options),
        [ListKeys.OfacSdn] = (files, options) => OfacFormats.Read(ListKeys.OfacSdn, files, options),
        [ListKeys.OpenSanctions] = FtmJson.Read,
        [ListKeys.Uk] = (files, options) => UkTable.Read(UkLayout.SanctionsList, files, options),
        [ListKeys.UkOfsi] = (files, options) => UkTable.Read(UkLayout.Ofsi, files, options),
        [ListKeys.Un] = (files, options) => UnXml.Read(Only(files), options),
        [ListKeys.UsCsl] = (files, options) => CslFormats.Read(Only(files), options),
        [ListKeys.UsDeniedPersons] = (files, options) => DeniedPersons.Read(Only(files), options),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The list keys that have a reader, sorted.</summary>
    public static ImmutableArray<string> Keys { get; } = [.. Readers.Keys];

    /// <summary>
    /// Reads the files of one issue, as published or in a zip. The answer is a whole snapshot or a refusal; an unknown key, a missing or an
    /// unexpected file is a refusal too.
    /// </summary>
    public static ListReading Read(string listKey, IReadOnlyList<ListFile> files, ListReadOptions? options = null)
    {
        try
        {
            if (!Readers.TryGetValue(listKey, out var read))
                throw new ListBrokenException("unknown_list", $"No reader for a list '{listKey}'.", "");
            using var sources = SourceFiles.Open(files);
            return ListReading.Of(read(sources.All, options ?? new ListReadOptions()));
        }
        catch (ListBrokenException broken)
        {
            return ListReading.Refused(broken.Refusal);
        }
    }

    private static SourceFile Only(IReadOnlyList<SourceFile> files) =>
        files.Count == 1 ? files[0] : throw new ListBrokenException("one_file_expected", $"This list is one file, {files.Count} came.", "");
}
