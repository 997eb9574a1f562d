namespace KybPlatform.Api.Verifications.Reading;

/// <summary>What was read of a document.</summary>
/// <param name="Lines">Line by line, as they stand.</param>
/// <param name="Exact">The document itself holds the text; else it was recognised in a picture and may be misread.</param>
internal sealed record DocumentText(IReadOnlyList<string> Lines, bool Exact, string By)
{
    public string Whole => string.Join('\n', Lines);
}

/// <summary>Reads the text of documents of some formats.</summary>
internal interface IDocumentReader
{
    bool Reads(string contentType);

    /// <summary>Null where there is no text, or it cannot be read.</summary>
    Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct);
}
