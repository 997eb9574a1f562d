using System.Net;
using System.Net.Sockets;
using System.Text;
using AwesomeAssertions;
using KybPlatform.Api.Confined;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Documents.Scanning;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Api.Verifications.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class DocumentContentTests
{
    private const string Fields = """{ "business_name": "Example Harbour Ltd", "registration_number": "01234567" }""";
    private static readonly string[] Passport = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204159ZE184226B<<<<<18"];

    [Theory]
    [InlineData("CERTIFICATE OF INCORPORATION|Company No. 0123 4567|EXAMPLE HARBOUR LTD|is this day incorporated", CheckOutcome.Passed)]
    [InlineData("CERTIFICATE OF INCORPORATION|Company No. 07654321|EXAMPLE HARBOUR LTD", CheckOutcome.Failed)]
    [InlineData("CERTIFICATE OF INCORPORATION|Company No. 01234567|SOMEBODY ELSE LTD", CheckOutcome.Failed)]
    public async Task The_text_of_a_PDF_is_held_against_what_it_is_said_to_show(string text, CheckOutcome expected)
    {
        var answer = await CheckAsync("application/pdf", Pdf(text.Split('|')), Fields, null, new PdfReader(new RunHere(), null));

        answer.Checks["text_match"].Should().Be(expected);
        answer.Checks["mrz_match"].Should().Be(CheckOutcome.NotApplicable);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_says_nothing()
    {
        (await CheckAsync("application/pdf", "%PDF-1.7\n%%EOF\n"u8.ToArray(), Fields, null, new PdfReader(new RunHere(), null))).Status.Should().Be(VerificationStatus.Inconclusive);
        (await CheckAsync("image/png", [1, 2, 3], Fields, null, new PdfReader(new RunHere(), null))).Status.Should().Be(VerificationStatus.Inconclusive, "nobody here reads pictures");
    }

    [Fact]
    public async Task A_scan_in_a_PDF_is_recognised_where_somebody_can()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in for the program is a shell script.");
        var script = Path.Combine(Path.GetTempPath(), $"kyb-ocr-{Path.GetRandomFileName()}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\ncase $(head -c 4 | od -An -tx1 | tr -d ' ') in ffd8ff*) echo 'EXAMPLE HARBOUR LTD 01234567';; esac\ncat > /dev/null\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var ocr = new TesseractReader(script, "eng", TimeProvider.System);

            (await CheckAsync("application/pdf", Scan(), Fields, null, new PdfReader(new RunHere(), ocr))).Checks["text_match"].Should().Be(CheckOutcome.Passed);
            (await CheckAsync("application/pdf", Scan(), Fields, null, new PdfReader(new RunHere(), null))).Checks["text_match"].Should().Be(CheckOutcome.Inconclusive, "nobody recognises text here");
            (await CheckAsync("application/pdf", Scan(), Fields.Replace("Harbour", "Meadow", StringComparison.Ordinal), null, new PdfReader(new RunHere(), ocr))).Checks["text_match"].Should().Be(CheckOutcome.Inconclusive, "recognised text never refutes");
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Theory]
    [InlineData("pending", "Inconclusive", true)]
    [InlineData("harmful", "Failed", false)]
    public async Task What_may_not_be_seen_yet_or_ever_is_not_read(string state, string malware, bool retry)
    {
        using var daemon = new Daemon("stream: OK\0");
        var answer = await new DocumentContentProvider(new OneContent("image/png", [1], state), [new ToldReader(true, "EXAMPLE HARBOUR LTD 01234567")], new ClamdScanner("127.0.0.1", daemon.Port, TimeProvider.System))
            .AboutAsync("documents/proof", $$"""{ "documents": { "proof": { "document_id": "doc_1", "fields": {{Fields}} } } }""");

        (answer.Checks["no_malware"].ToString(), answer.Checks["text_match"], answer.Retry).Should().Be((malware, CheckOutcome.Inconclusive, retry));
    }

    [Fact]
    public async Task Text_that_was_recognised_in_a_picture_confirms_and_never_refutes()
    {
        (await CheckAsync("image/png", [1], Fields, null, new ToldReader(false, "EXAMPLE HARBOUR LTD 01234567"))).Checks["text_match"].Should().Be(CheckOutcome.Passed);
        (await CheckAsync("image/png", [1], Fields, null, new ToldReader(false, "EXAMPIE HARB0UR LTD 01234567"))).Checks["text_match"].Should().Be(CheckOutcome.Inconclusive);
    }

    [Theory]
    [InlineData("""{ "family_name": "Eriksson", "given_name": "Anna Maria", "date_of_birth": "1974-08-12" }""", "Passed")]
    [InlineData("""{ "family_name": "Eriksson", "given_name": "Anna" }""", "Passed")]
    [InlineData("""{ "family_name": "Other" }""", "Failed")]
    [InlineData("""{ "family_name": "Eriksson", "date_of_birth": "1990-01-01" }""", "Failed")]
    public async Task A_machine_readable_zone_is_found_among_the_lines_and_compared(string fields, string expected) =>
        (await CheckAsync("image/jpeg", [1], fields, null, new ToldReader(false, ["PASSPORT", "Some line", .. Zone(), "end"]))).Checks["mrz_match"].ToString().Should().Be(expected);

    [Theory]
    [InlineData("passport", false)]
    [InlineData("passport", true)]
    [InlineData("national_id_card", true)]
    [InlineData("certificate_of_incorporation", false)]
    public async Task A_zone_that_should_be_there_or_could_be_and_was_not_read_says_nothing(string kind, bool exact)
    {
        var answer = await CheckAsync(kind, "image/jpeg", [1], """{ "family_name": "Eriksson" }""", null, new ToldReader(exact, "PASSPORT", "blurred"));

        answer.Checks["mrz_match"].Should().Be(CheckOutcome.Inconclusive);
    }

    [Fact]
    public async Task What_a_zone_proves_lapses_with_the_document()
    {
        var answer = await CheckAsync("passport", "image/jpeg", [1], """{ "family_name": "Eriksson" }""", null, new ToldReader(false, Zone()));

        answer.Checks["mrz_match"].Should().Be(CheckOutcome.Passed);
        (Asked.Now + answer.ValidFor!.Value).UtcDateTime.TimeOfDay.Should().Be(TimeSpan.Zero, "it holds to the end of the day on which the document expires");
        answer.ValidFor.Value.Should().BePositive();
    }

    [Fact]
    public async Task A_zone_that_has_expired_fails_and_a_misread_one_says_nothing()
    {
        var expired = await CheckAsync("image/jpeg", [1], """{ "family_name": "Eriksson" }""", null, new ToldReader(false, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"));
        var misread = await CheckAsync("image/jpeg", [1], """{ "family_name": "Eriksson" }""", null, new ToldReader(false, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7409122F1204159ZE184226B<<<<<10"));

        (expired.Checks["mrz_match"], expired.ReasonCode).Should().Be((CheckOutcome.Failed, "document_expired"));
        misread.Checks["mrz_match"].Should().Be(CheckOutcome.Inconclusive);
    }

    [Fact]
    public async Task The_recognising_program_is_run_and_where_it_is_not_installed_nothing_is_read()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in for the program is a shell script.");
        var script = Path.Combine(Path.GetTempPath(), $"kyb-ocr-{Path.GetRandomFileName()}");
        await File.WriteAllTextAsync(script, "#!/bin/sh\ncat > /dev/null\necho noise >&2\necho \"EXAMPLE HARBOUR LTD $3 $4\"\necho 01234567\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var read = await new TesseractReader(script, "eng", TimeProvider.System).ReadAsync(new MemoryStream(new byte[200_000]), TestContext.Current.CancellationToken);
            var absent = await new TesseractReader("/nowhere/tesseract", "eng", TimeProvider.System).ReadAsync(new MemoryStream([1]), TestContext.Current.CancellationToken);

            read.Should().BeEquivalentTo(new { Lines = (string[])["EXAMPLE HARBOUR LTD -l eng", "01234567"], Exact = false });
            absent.Should().BeNull();
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Theory]
    [InlineData("stream: OK\0", "Passed", null)]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", "Failed", "document_harmful")]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", "Inconclusive", null)]
    [InlineData("", "Inconclusive", null)]
    public async Task A_scan_speaks_the_daemons_protocol(string reply, string expected, string? reason)
    {
        using var daemon = new Daemon(reply);
        var content = Pdf("EXAMPLE HARBOUR LTD 01234567");

        var answer = await CheckAsync("application/pdf", content, Fields, new ClamdScanner("127.0.0.1", daemon.Port, TimeProvider.System), new PdfReader(new RunHere(), null));

        (answer.Checks["no_malware"].ToString(), answer.ReasonCode).Should().Be((expected, reason));
        (await daemon.Received).Should().Equal(content);
        if (expected == "Failed") answer.Checks["text_match"].Should().Be(CheckOutcome.Inconclusive, "what is harmful is not opened");
    }

    [Fact]
    public async Task A_daemon_that_is_away_is_asked_again_later()
    {
        var answer = await CheckAsync("application/pdf", Pdf("x"), Fields, new ClamdScanner("127.0.0.1", 1, TimeProvider.System), new PdfReader(new RunHere(), null));

        (answer.Checks["no_malware"], answer.Retry).Should().Be((CheckOutcome.Inconclusive, true));
    }

    // The specimen of ICAO Doc 9303 with a later expiry, its check digits made anew.
    private static string[] Zone()
    {
        var number = "L898902C36UTO7408122F320415";
        var expiry = Digit("320415");
        var personal = "ZE184226B<<<<<1";
        var line = $"{number}{expiry}{personal}";
        return [Passport[0], line + Digit(line[..10] + line[13..20] + line[21..43])];
    }

    private static readonly int[] Weights = [7, 3, 1];

    private static int Digit(string text) => text.Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c == '<' ? 0 : c - 'A' + 10) * Weights[i % 3]).Sum() % 10;

    private static Task<VerificationAnswer> CheckAsync(string type, byte[] content, string fields, IFileScanner? scanner, params IDocumentReader[] readers) =>
        CheckAsync("certificate_of_incorporation", type, content, fields, scanner, readers);

    private static Task<VerificationAnswer> CheckAsync(string kind, string type, byte[] content, string fields, IFileScanner? scanner, params IDocumentReader[] readers) =>
        new DocumentContentProvider(new OneContent(type, content), readers, scanner)
            .AboutAsync("documents/proof", $$"""{ "documents": { "proof": { "document_id": "doc_1", "type": "{{kind}}", "fields": {{fields}} } } }""");

    private static byte[] Pdf(params string[] lines)
    {
        using var builder = new PdfDocumentBuilder();
        var page = builder.AddPage(PageSize.A4);
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        for (var i = 0; i < lines.Length; i++) page.AddText(lines[i], 12, new PdfPoint(50, 750 - (i * 25)), font);
        return builder.Build();
    }

    private static byte[] Scan()
    {
        using var bitmap = new SkiaSharp.SKBitmap(600, 800);
        bitmap.Erase(SkiaSharp.SKColors.White);
        using var photo = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 80);
        using var builder = new PdfDocumentBuilder();
        builder.AddPage(PageSize.A4).AddJpeg(photo.ToArray(), new PdfRectangle(0, 0, 595, 842));
        return builder.Build();
    }

    private sealed class ToldReader(bool exact, params string[] lines) : IDocumentReader
    {
        public bool Reads(string contentType) => true;

        public Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct) => Task.FromResult<DocumentText?>(new DocumentText(lines, exact, "told"));
    }

    private sealed class OneContent(string type, byte[] content, string state = "ready") : IDocuments
    {
        public Task<IReadOnlyDictionary<string, DocumentView>> FindAsync(PlatformDb db, IReadOnlyCollection<string> ids, CancellationToken ct) =>
            Task.FromResult<IReadOnlyDictionary<string, DocumentView>>(new Dictionary<string, DocumentView> { ["doc_1"] = new("doc_1", type, content.Length, null, "", Asked.Now, state) });

        public IReadOnlyList<PlannedRead> Reads(IReadOnlyCollection<string> ids) => throw new NotSupportedException();

        public Task<Stream?> OpenAsync(PlatformDb db, string id, CancellationToken ct) => Task.FromResult<Stream?>(new MemoryStream(content));

        public Task<IReadOnlyList<string>> UseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<DocumentView> documents, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> SharingAsync(PlatformDb db, Guid profile, CancellationToken ct) => throw new NotSupportedException();

        public Task EraseAsync(PlatformDb db, Guid profile, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>Parses in this process, as the confined one does.</summary>
    private sealed class RunHere : IConfinedRuns
    {
        public Task<ConfinedAnswer> RunAsync(string task, Stream input, ConfinedTerms terms, CancellationToken ct)
        {
            task.Should().Be(PdfParsing.Task);
            using var output = new MemoryStream();
            try
            {
                return Task.FromResult(PdfParsing.Parse(input, output) ? new ConfinedAnswer(output.ToArray()) : ConfinedAnswer.Unreadable);
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                return Task.FromResult(ConfinedAnswer.Unreadable);
            }
        }
    }

    /// <summary>Speaks clamd's side of INSTREAM once.</summary>
    private sealed class Daemon : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Daemon(string reply)
        {
            _listener.Start();
            Received = TakeAsync(reply);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task<byte[]> Received { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<byte[]> TakeAsync(string reply)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var head = new byte[10];
            await stream.ReadExactlyAsync(head);
            Encoding.ASCII.GetString(head).Should().Be("zINSTREAM\0");
            var taken = new MemoryStream();
            var length = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(length);
                var size = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length);
                if (size == 0) break;
                var chunk = new byte[size];
                await stream.ReadExactlyAsync(chunk);
                taken.Write(chunk);
            }
            await stream.WriteAsync(Encoding.ASCII.GetBytes(reply));
            return taken.ToArray();
        }
    }
}
