using KybPlatform.Api.Registers.Contracts;

namespace KybPlatform.Api.Registers;

/// <summary>The one wire shape of an import.</summary>
/// <param name="Schemes">Under which of the identifier table's schemes its entries are found.</param>
/// <param name="Exhaustive">Schemes of which a complete issue has every number: what is not in it is not registered.</param>
/// <param name="Records">Entries that are kept already.</param>
/// <param name="Skipped">Entries without a usable number or name.</param>
/// <param name="Bytes">Bytes of the content, as it is sent, that were read.</param>
/// <param name="Note">Why it failed.</param>
public sealed record DatasetImportResource(
    DatasetImportId Id, string Dataset, string Format, DatasetImportState State, string Publisher, DateTimeOffset? PublishedAt, bool Complete, int MaxAgeDays,
    IReadOnlyList<string> Schemes, IReadOnlyList<string> Exhaustive, long Records, long Skipped, long Bytes, string? Note, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ReadyAt)
{
    internal static DatasetImportResource From(DatasetImport import) => new(
        import.Id, import.DatasetKey, import.Format, import.State, import.Publisher, import.PublishedAt, import.Complete, import.MaxAgeDays, import.Schemes, import.Exhaustive,
        import.Records, import.Skipped, import.Bytes, import.Note, import.CreatedAt, import.CreatedBy, import.ReadyAt);
}

/// <summary>A dataset that is looked into.</summary>
/// <param name="Snapshot">The import that is in use.</param>
/// <param name="Usable">False where it is partial or too old: in live tenants it answers nothing.</param>
public sealed record RegisterDatasetResource(
    string Key, string Publisher, string Snapshot, DateTimeOffset? PublishedAt, bool Complete, bool Usable, DateTimeOffset? StaleFrom, long Records, IReadOnlyList<string> Schemes, IReadOnlyList<string> Exhaustive)
{
    internal static RegisterDatasetResource From(DatasetImport import, RegisterSource source) => new(
        import.DatasetKey, import.Publisher, source.Snapshot, import.PublishedAt, import.Complete, source.Usable, import.PublishedAt?.AddDays(import.MaxAgeDays), import.Records, import.Schemes, import.Exhaustive);
}
