using System.ComponentModel;
using System.Diagnostics;

namespace KybPlatform.Api.Confined;

/// <summary>
/// Runs this very program once for each piece of work, with a bare environment, a heap of its own and an end: what a crafted file does to a parser, it does there.
/// Two at once; who waits longer than the work itself may take is told that it broke.
/// </summary>
internal sealed class ConfinedRuns(ConfinedProgram program, TimeProvider clock) : IConfinedRuns, IDisposable
{
    private readonly SemaphoreSlim _two = new(2, 2);

    public async Task<ConfinedAnswer> RunAsync(string task, Stream input, ConfinedTerms terms, CancellationToken ct)
    {
        if (!await TurnAsync(terms, ct)) return ConfinedAnswer.Broken;
        using var patience = new CancellationTokenSource(terms.Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await RunAsync(program.For(task, terms), input, terms.Output, both.Token);
        }
        catch (Exception away) when (away is Win32Exception || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ConfinedAnswer.Broken;
        }
        finally
        {
            _two.Release();
        }
    }

    public void Dispose() => _two.Dispose();

    private async Task<bool> TurnAsync(ConfinedTerms terms, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(terms.Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await _two.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<ConfinedAnswer> RunAsync(ProcessStartInfo start, Stream input, int most, CancellationToken ct)
    {
        using var process = new Process { StartInfo = start };
        process.Start();
        try
        {
            var sending = SendAsync(input, process, ct);
            var complaints = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ct);
            var output = await TakeAsync(process.StandardOutput.BaseStream, most, ct);
            if (output is null) return ConfinedAnswer.Broken;
            await sending;
            await complaints;
            await process.WaitForExitAsync(ct);
            return process.ExitCode switch
            {
                ConfinedProgram.Done => new ConfinedAnswer(output),
                ConfinedProgram.NotReadable => ConfinedAnswer.Unreadable,
                _ => ConfinedAnswer.Broken,
            };
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task SendAsync(Stream input, Process process, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while (await input.ReadAsync(buffer, ct) is var read and > 0)
        {
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            catch (IOException)
            {
                // It ended before it had read all: its exit code says why.
                break;
            }
        }
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The same, with the last of it still to be written.
        }
    }

    /// <summary>Null where there is more than may be.</summary>
    private static async Task<byte[]?> TakeAsync(Stream output, int most, CancellationToken ct)
    {
        using var taken = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await output.ReadAsync(buffer, ct) is var read and > 0)
        {
            if (taken.Length + read > most) return null;
            taken.Write(buffer, 0, read);
        }
        return taken.ToArray();
    }
}
