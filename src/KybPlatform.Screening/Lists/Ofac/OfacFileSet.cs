using KybPlatform.Screening.Lists.Sources;

namespace KybPlatform.Screening.Lists.Ofac;

/// <summary>
/// The files of one issue by role. OFAC publishes four per list: primary names, aliases, addresses, and the remarks that did not fit.
/// The first three must be there; comments may lack, they exist only when a remark overflows.
/// </summary>
internal sealed record OfacFileSet(SourceFile Primary, SourceFile Aliases, SourceFile Addresses, SourceFile? Comments)
{
    public IReadOnlyList<SourceFile> All => Comments is null ? [Primary, Aliases, Addresses] : [Primary, Aliases, Addresses, Comments];

    public static OfacFileSet From(string listKey, IReadOnlyList<SourceFile> files)
    {
        var consolidated = listKey == ListKeys.OfacConsolidated;
        var prefix = consolidated ? "cons_" : "";
        return new OfacFileSet(
            Required(files, consolidated ? "cons_prim.csv" : "sdn.csv"),
            Required(files, $"{prefix}alt.csv"),
            Required(files, $"{prefix}add.csv"),
            Find(files, consolidated ? "cons_comments.csv" : "sdn_comments.csv"));
    }

    private static SourceFile Required(IReadOnlyList<SourceFile> files, string name) =>
        Find(files, name) ?? throw new ListBrokenException("missing_file", $"The issue lacks {name}.", name);

    private static SourceFile? Find(IReadOnlyList<SourceFile> files, string name)
    {
        var found = files.Where(f => string.Equals(Path.GetFileName(f.Name), name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 1 ? throw new ListBrokenException("duplicate_file", $"{name} comes twice.", name) : found.FirstOrDefault();
    }
}
