using System.Text.Json;
using KybPlatform.Api.Confined;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>
/// The text that a PDF holds; where it holds none, what is recognised in its scanned pages. It is parsed in a process of its own, which ends when its time, its memory or the patience here does.
/// </summary>
/// <param name="ocr">Null where nobody recognises text in pictures: a scan in a PDF is then not read.</param>
internal sealed class PdfReader(IConfinedRuns confined, TesseractReader? ocr) : IDocumentReader
{
    private static readonly ConfinedTerms Terms = new(TimeSpan.FromSeconds(10), Memory: 512L << 20, Output: 96 << 20);

    public bool Reads(string contentType) => contentType == "application/pdf";

    public async Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct)
    {
        var answer = await confined.RunAsync(PdfParsing.Task, content, Terms, ct);
        if (answer.Output is not { } output || JsonSerializer.Deserialize<PdfContent>(output) is not { } pdf) return null;
        return pdf.Lines.Count > 0 ? new DocumentText(pdf.Lines, Exact: !pdf.Scanned, "pdf") : ocr is null ? null : await RecognizeAsync(pdf.Pictures, ocr, ct);
    }

    private static async Task<DocumentText?> RecognizeAsync(IReadOnlyList<byte[]> pictures, TesseractReader ocr, CancellationToken ct)
    {
        var lines = new List<string>();
        foreach (var picture in pictures)
            if (await ocr.ReadAsync(new MemoryStream(picture), ct) is { } text) lines.AddRange(text.Lines);
        return lines.Count == 0 ? null : new DocumentText(lines, Exact: false, "pdf+tesseract");
    }
}
