using System.ComponentModel;
using System.Diagnostics;

namespace KybPlatform.Api.Verifications.Reading;

/// <summary>
/// Recognises text in pictures with Tesseract, run as a program of its own for each picture: what a crafted picture does to it, it does there. Where the program
/// is not installed, nothing is read, which is never the applicant's failure.
/// </summary>
/// <param name="program">As the system finds it, or a path.</param>
/// <param name="languages">As Tesseract calls them: <c>eng+deu</c>.</param>
internal sealed class TesseractReader(string program, string languages, TimeProvider clock) : IDocumentReader, IDisposable
{
    private const int MostText = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _two = new(2, 2);

    public bool Reads(string contentType) => contentType is "image/png" or "image/jpeg" or "image/tiff" or "image/webp";

    public async Task<DocumentText?> ReadAsync(Stream content, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await _two.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        try
        {
            var text = await RunAsync(content, both.Token);
            List<string> lines = [.. (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
            return lines.Count == 0 ? null : new DocumentText(lines, Exact: false, "tesseract");
        }
        catch (Exception away) when (away is Win32Exception or IOException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            _two.Release();
        }
    }

    public void Dispose() => _two.Dispose();

    private async Task<string?> RunAsync(Stream content, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Start() };
        process.Start();
        try
        {
            var sending = SendAsync(content, process, ct);
            // What it says about itself is read too: a full pipe would hold it up.
            var complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ct);
            var text = await TakeAsync(process.StandardOutput, ct);
            await sending;
            await complaints;
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? text : null;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task SendAsync(Stream content, Process process, CancellationToken ct)
    {
        try
        {
            await content.CopyToAsync(process.StandardInput.BaseStream, ct);
        }
        catch (IOException)
        {
            // It ended before it had read all: its exit code says why.
        }
        process.StandardInput.Close();
    }

    private static async Task<string> TakeAsync(StreamReader output, CancellationToken ct)
    {
        var (buffer, taken) = (new char[MostText], 0);
        while (taken < buffer.Length && await output.ReadAsync(buffer.AsMemory(taken), ct) is var read and > 0) taken += read;
        return new string(buffer, 0, taken);
    }

    private ProcessStartInfo Start() => new(program, ["stdin", "stdout", "-l", languages, "--psm", "6"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        CreateNoWindow = true,
    };
}
