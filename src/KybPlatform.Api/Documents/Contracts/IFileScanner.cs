namespace KybPlatform.Api.Documents.Contracts;

/// <summary>What a scan for malware found.</summary>
/// <param name="Clean">Null where nobody could tell.</param>
/// <param name="Found">The name of what was found.</param>
internal sealed record FileScan(bool? Clean, string? Found = null);

/// <summary>Looks for malware in a file.</summary>
internal interface IFileScanner
{
    Task<FileScan> ScanAsync(Stream content, CancellationToken ct);
}
