using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>
/// The text that a PDF holds. A scan in a PDF has none, and is then not read. Somebody else's file is parsed here: one at a time, the first pages only, and given up after a while.
/// </summary>
internal sealed class PdfReader(TimeProvider clock) : IDocumentReader, IDisposable
{
    private const int MostBytes = 20 * 1024 * 1024;
    private const int MostPages = 10;
    private const int MostWords = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);

    public bool Reads(string contentType) => contentType == "application/pdf";

    public async Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (bytes.Length + read > MostBytes) return null;
            bytes.Write(buffer, 0, read);
        }
        if (!await _one.WaitAsync(Patience, ct)) return null;
        // The turn is given back when the reading ends, also where nobody waits for it any more.
        var reading = Task.Run(() => { try { return Lines(bytes.ToArray()); } finally { _one.Release(); } }, CancellationToken.None);
        try
        {
            var lines = await reading.WaitAsync(Patience, clock, ct);
            return lines.Count == 0 ? null : new DocumentText(lines, Exact: true, "pdf");
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // Whatever the parser stumbles over: a file that cannot be read says nothing.
            return null;
        }
    }

    public void Dispose() => _one.Dispose();

    private static List<string> Lines(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        var lines = new List<string>();
        var words = 0;
        foreach (var page in pdf.GetPages().Take(MostPages))
        {
            foreach (var line in OfPage(page))
            {
                words += line.Count;
                if (words > MostWords) return lines;
                lines.Add(string.Join(' ', line.Select(w => w.Text)));
            }
        }
        return lines;
    }

    // Words of about the same height stand in one line, from left to right.
    private static IEnumerable<List<Word>> OfPage(Page page)
    {
        var line = new List<Word>();
        foreach (var word in page.GetWords().OrderByDescending(w => Math.Round(w.BoundingBox.Bottom)).ThenBy(w => w.BoundingBox.Left))
        {
            if (line.Count > 0 && Math.Abs(line[0].BoundingBox.Bottom - word.BoundingBox.Bottom) > Math.Max(2, line[0].BoundingBox.Height / 2))
            {
                yield return [.. line.OrderBy(w => w.BoundingBox.Left)];
                line.Clear();
            }
            line.Add(word);
        }
        if (line.Count > 0) yield return [.. line.OrderBy(w => w.BoundingBox.Left)];
    }
}
