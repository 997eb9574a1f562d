using System.Text.Json;
using AwesomeAssertions;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Api.Verifications.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

/// <summary>Words, numbers and zones of a document against what it is said to show: a part of a word is not the word, and nothing agrees with nothing.</summary>
public sealed class DocumentWordsTests
{
    private static readonly int[] Weights = [7, 3, 1];

    [Theory]
    [InlineData("""{ "registration_number": "01234567" }""", "Company No. 01 23 45 67", "Passed")]
    [InlineData("""{ "registration_number": "GB 01234567" }""", "Company No. GB01234567.", "Passed")]
    [InlineData("""{ "tax_number": "980780684" }""", "VAT GB980780684", "Passed")]
    [InlineData("""{ "registration_number": "01234567" }""", "Account 9901234567", "Failed")]
    [InlineData("""{ "registration_number": "01234567" }""", "Account 0123456799", "Failed")]
    [InlineData("""{ "registration_number": "123" }""", "Company No. 456", "Failed")]
    [InlineData("""{ "registration_number": "123" }""", "Company No. 123", "Passed")]
    [InlineData("""{ "business_name": "Example Harbour Ltd", "registration_number": "123" }""", "EXAMPLE HARBOUR LTD No. 4123", "Failed")]
    [InlineData("""{ "business_name": "---" }""", "", "Inconclusive")]
    [InlineData("""{ "business_name": "---", "registration_number": "01234567" }""", "No. 01234567", "Inconclusive")]
    [InlineData("""{ "business_name": "Example Harbour Ltd", "registration_number": "№" }""", "EXAMPLE HARBOUR LTD", "Inconclusive")]
    [InlineData("""{ "business_name": "Example Harbour Ltd" }""", "EXAMPLE HARBOUR LIMITED", "Inconclusive")]
    [InlineData("""{ "business_name": "Example Harbour Ltd" }""", "EXAMPLE HARBOURS LTD", "Failed")]
    public async Task Text_is_compared_by_whole_words_and_numbers(string fields, string text, string expected) =>
        (await CheckAsync("certificate_of_incorporation", fields, [text])).Checks["text_match"].ToString().Should().Be(expected);

    [Theory]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "family_name": "E", "given_name": "A" }""", "Failed")]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "family_name": "Erik", "given_name": "Anna" }""", "Failed")]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "family_name": "-", "given_name": "'" }""", "Inconclusive")]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "document_number": "L898902C3" }""", "Inconclusive")]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "given_name": "Anna" }""", "Inconclusive")]
    [InlineData("ERIKSSON<<ANNA<MARIA", """{ "family_name": "Eriksson", "given_name": "Anna", "document_number": "L898902C3" }""", "Passed")]
    [InlineData("OESTER<<JOERG", """{ "family_name": "Öster", "given_name": "Jörg" }""", "Passed")]
    [InlineData("ELSTROEM<<ANNA", """{ "family_name": "Øster", "given_name": "Anna" }""", "Failed")]
    [InlineData("IVANOVA<<ANNA", """{ "family_name": "Иванова", "given_name": "Анна" }""", "Passed")]
    [InlineData("PETROVA<<ANNA", """{ "family_name": "Иванова", "given_name": "Анна" }""", "Inconclusive")]
    public async Task Names_of_a_zone_are_compared_whole(string zone, string fields, string expected) =>
        (await CheckAsync("passport", fields, Zone(zone))).Checks["mrz_match"].ToString().Should().Be(expected);

    [Fact]
    public void A_scan_with_a_scanners_mark_is_no_text_that_says_what_the_page_does_not_show()
    {
        using var bitmap = new SkiaSharp.SKBitmap(600, 800);
        bitmap.Erase(SkiaSharp.SKColors.White);
        using var photo = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 80);
        using var builder = new PdfDocumentBuilder();
        var page = builder.AddPage(PageSize.A4);
        page.AddJpeg(photo.ToArray(), new PdfRectangle(0, 0, 595, 842));
        page.AddText("Scanned with a telephone", 8, new PdfPoint(50, 20), builder.AddStandard14Font(Standard14Font.Helvetica));
        using var output = new MemoryStream();

        PdfParsing.Parse(new MemoryStream(builder.Build()), output).Should().BeTrue();

        JsonSerializer.Deserialize<PdfContent>(output.ToArray())!.Should().BeEquivalentTo(new { Scanned = true, Lines = new[] { "Scanned with a telephone" } });
    }

    private static string[] Zone(string names)
    {
        var (expiry, personal) = ($"320415{Digit("320415")}", "ZE184226B<<<<<1");
        var line = $"L898902C36UTO7408122F{expiry}{personal}";
        return [$"P<UTO{names}".PadRight(44, '<'), line + Digit(line[..10] + line[13..20] + line[21..43])];
    }

    private static int Digit(string text) => text.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c == '<' ? 0 : c - 'A' + 10) * Weights[i % 3]).Sum() % 10;

    private static Task<VerificationAnswer> CheckAsync(string type, string fields, string[] lines) =>
        new DocumentContentProvider(new OneDocument("doc_1", "application/pdf"), [new ToldReader(lines)], null)
            .AboutAsync("documents/proof", $$"""{ "documents": { "proof": { "document_id": "doc_1", "type": "{{type}}", "fields": {{fields}} } } }""");

    private sealed class ToldReader(string[] lines) : IDocumentReader
    {
        public bool Reads(string contentType) => true;

        public Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct) => Task.FromResult<DocumentText?>(new DocumentText(lines, Exact: true, "told"));
    }
}
