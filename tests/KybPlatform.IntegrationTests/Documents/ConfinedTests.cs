using System.Diagnostics;
using KybPlatform.Api.Confined;
using KybPlatform.Api.Documents.Pictures;
using KybPlatform.Api.Verifications.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace KybPlatform.IntegrationTests.Documents;

/// <summary>The program really is run for confined work, and whatever it does, the one that asked goes on.</summary>
public sealed class ConfinedTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly ConfinedTerms Terms = new(TimeSpan.FromSeconds(20), 256L << 20, 1 << 20);

    [Fact]
    public async Task A_PDF_is_read_in_a_process_of_its_own()
    {
        using var confined = new ConfinedRuns(ConfinedProgram.Here(), TimeProvider.System);
        using var builder = new PdfDocumentBuilder();
        builder.AddPage(PageSize.A4).AddText("EXAMPLE HARBOUR LTD", 12, new PdfPoint(50, 700), builder.AddStandard14Font(Standard14Font.Helvetica));

        var text = await new PdfReader(confined, null).ReadAsync(new MemoryStream(builder.Build()), Ct);

        text.Should().BeEquivalentTo(new { Lines = (string[])["EXAMPLE HARBOUR LTD"], Exact = true, By = "pdf" });
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_apart_from_work_that_broke()
    {
        using var confined = new ConfinedRuns(ConfinedProgram.Here(), TimeProvider.System);

        (await confined.RunAsync(PdfParsing.Task, new MemoryStream("%PDF-1.7 nothing"u8.ToArray()), Terms, Ct)).Should().Be(ConfinedAnswer.Unreadable);
        (await confined.RunAsync($"{PictureCleaning.Task}:image/png", new MemoryStream([1, 2, 3]), Terms, Ct)).Should().Be(ConfinedAnswer.Unreadable);
        (await new ConfinedRuns(new ConfinedProgram("/nowhere/program", []), TimeProvider.System).RunAsync(PdfParsing.Task, new MemoryStream([1]), Terms, Ct)).Should().Be(ConfinedAnswer.Broken);
    }

    [Theory]
    [InlineData("sleep 600")]
    [InlineData("while true; do :; done")]
    [InlineData("cat > /dev/null; exec cat /dev/zero")]
    [InlineData("exit 1")]
    [InlineData("kill -9 $$")]
    public async Task Work_that_hangs_floods_or_dies_is_ended_and_says_nothing(string script)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in for the program is a shell script.");
        var told = Path.Combine(Path.GetTempPath(), $"kyb-confined-{Path.GetRandomFileName()}");
        using var confined = new ConfinedRuns(new ConfinedProgram("/bin/sh", ["-c", $"echo $$ > {told}; {script}"]), TimeProvider.System);

        var answer = await confined.RunAsync(PdfParsing.Task, new MemoryStream(new byte[100_000]), Terms with { Patience = TimeSpan.FromSeconds(1) }, Ct);

        answer.Should().Be(ConfinedAnswer.Broken);
        var id = int.Parse(await File.ReadAllTextAsync(told, Ct), System.Globalization.CultureInfo.InvariantCulture);
        File.Delete(told);
        var look = () => Process.GetProcessById(id);
        look.Should().Throw<ArgumentException>("nothing is left running");
    }

    [Fact]
    public async Task Work_finds_none_of_the_secrets_that_the_process_was_configured_with()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in for the program is a shell script.");
        Environment.SetEnvironmentVariable("KYB_CANARY_OF_CONFINED_TESTS", "secret");
        using var confined = new ConfinedRuns(new ConfinedProgram("/bin/sh", ["-c", "cat > /dev/null; env"]), TimeProvider.System);

        var answer = await confined.RunAsync(PdfParsing.Task, new MemoryStream([1]), Terms, Ct);

        var seen = System.Text.Encoding.UTF8.GetString(answer.Output!);
        seen.Should().Contain("DOTNET_GCHeapHardLimit=10000000").And.NotContain("CANARY").And.NotContain("KYB_");
    }

    [Fact]
    public async Task A_file_that_unpacks_into_more_memory_than_it_may_have_ends_the_work_alone()
    {
        using var confined = new ConfinedRuns(ConfinedProgram.Here(), TimeProvider.System);

        // Read whole before it is parsed: more than the heap that the work gets.
        var answer = await confined.RunAsync(PdfParsing.Task, new Endless(400 << 20), Terms with { Memory = 128L << 20 }, Ct);

        answer.Output.Should().BeNull();
    }

    private sealed class Endless(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
