using System.Text.Json;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>What stands in a PDF.</summary>
/// <param name="Lines">Text of the first pages, line by line.</param>
/// <param name="Pictures">Of pages without text, the large pictures, as JPEG or PNG: a scan.</param>
/// <param name="Scanned">A page is a large picture with hardly a word beside it, such as a scanner's mark: what stands in the picture is not in the text.</param>
internal sealed record PdfContent(IReadOnlyList<string> Lines, IReadOnlyList<byte[]> Pictures, bool Scanned = false);

/// <summary>Reads the first pages of a PDF. Runs confined: somebody else's file is parsed here.</summary>
internal static class PdfParsing
{
    public const string Task = "read-pdf";

    private const int MostPages = 10;
    private const int MostWords = 20_000;
    private const int MostPictures = 4;
    private const int MostPictureBytes = 12 * 1024 * 1024;

    // Fewer than these beside a large picture are a mark, not the page's own text.
    private const int FewWords = 30;

    // A logo or a signature is no page.
    private const int SmallestSide = 200;

    /// <returns>False where nothing can be read of it.</returns>
    public static bool Parse(Stream input, Stream output)
    {
        using var file = new MemoryStream();
        input.CopyTo(file);
        using var pdf = PdfDocument.Open(file.ToArray(), new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        var (lines, pictures, words, scanned) = (new List<string>(), new List<byte[]>(), 0, false);
        foreach (var page in pdf.GetPages().Take(MostPages))
        {
            var before = words;
            foreach (var line in OfPage(page).TakeWhile(_ => words <= MostWords))
            {
                words += line.Count;
                lines.Add(string.Join(' ', line.Select(w => w.Text)));
            }
            if (words - before < FewWords) scanned |= Large(page).Any();
            if (words == before) pictures.AddRange(Pictures(page).Take(MostPictures - pictures.Count));
        }
        if (lines.Count + pictures.Count == 0) return false;
        JsonSerializer.Serialize(output, new PdfContent(lines, pictures, scanned));
        return true;
    }

    private static IEnumerable<IPdfImage> Large(Page page) => page.GetImages().Where(i => i.WidthInSamples >= SmallestSide && i.HeightInSamples >= SmallestSide);

    private static IEnumerable<byte[]> Pictures(Page page)
    {
        foreach (var picture in Large(page))
        {
            // A photograph lies in the file as it was taken; everything else is unpacked.
            var bytes = picture.RawBytes;
            if (bytes.Length > 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF) yield return bytes.ToArray();
            else if (picture.TryGetPng(out var png) && png.Length <= MostPictureBytes) yield return png;
        }
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
