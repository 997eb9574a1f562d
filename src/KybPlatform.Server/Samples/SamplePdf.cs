using System.Globalization;
using System.Text;

namespace KybPlatform.Server.Samples;

/// <summary>Writes a one-page PDF (ISO 32000-1) with lines of text: the smallest document that every viewer opens.</summary>
internal static class SamplePdf
{
    public static byte[] Write(IEnumerable<string> lines)
    {
        var page = new StringBuilder("BT /F1 12 Tf 16 TL 56 780 Td\n");
        foreach (var line in lines) page.Append('(').Append(Escape(line)).Append(") Tj T*\n");
        page.Append("ET");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {page.Length} >>\nstream\n{page}\nendstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new int[objects.Length];
        for (var i = 0; i < objects.Length; i++)
        {
            places[i] = file.Length;
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var place in places) file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    // What the built-in font cannot show is left out; parentheses and backslashes are syntax.
    private static string Escape(string text) =>
        string.Concat(text.Select(c => c is '(' or ')' or '\\' ? "\\" + c : c is < ' ' or > 'ÿ' ? "?" : c.ToString()));
}
