using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http.Outbound;

namespace KybPlatform.Api.Documents.Scanning;

/// <summary>Asks ClamAV's daemon by its INSTREAM command: chunks with their lengths in front, an empty one at the end, one line as the answer.</summary>
internal sealed class ClamdScanner(string host, int port, TimeProvider clock) : IFileScanner, IDisposable
{
    private const int Chunk = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A daemon that hangs holds three turns for as long as its patience, whoever scans.
    private readonly Bulkhead _turns = new(atOnce: 3, ofEach: 3, TimeSpan.FromSeconds(2), clock);

    public async Task<FileScan> ScanAsync(Stream content, CancellationToken ct)
    {
        using var turn = await _turns.TakeAsync(host, ct);
        if (turn is null) return new FileScan(null);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, both.Token);
            await using var stream = client.GetStream();
            await SendAsync(content, stream, both.Token);
            return Read(await AnswerAsync(stream, both.Token));
        }
        catch (Exception away) when (away is SocketException or IOException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new FileScan(null);
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary><c>stream: OK</c>, <c>stream: Name FOUND</c>, or what went wrong.</summary>
    internal static FileScan Read(string answer)
    {
        var said = answer.Trim('\0', '\n', ' ');
        if (said == "stream: OK") return new FileScan(true);
        return said.StartsWith("stream: ", StringComparison.Ordinal) && said.EndsWith(" FOUND", StringComparison.Ordinal) ? new FileScan(false, said["stream: ".Length..^" FOUND".Length]) : new FileScan(null);
    }

    private static async Task SendAsync(Stream content, Stream daemon, CancellationToken ct)
    {
        await daemon.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var buffer = new byte[4 + Chunk];
        int read;
        do
        {
            read = await content.ReadAsync(buffer.AsMemory(4, Chunk), ct);
            BinaryPrimitives.WriteInt32BigEndian(buffer, read);
            await daemon.WriteAsync(buffer.AsMemory(0, 4 + read), ct);
        }
        while (read > 0);
        await daemon.FlushAsync(ct);
    }

    private static async Task<string> AnswerAsync(Stream daemon, CancellationToken ct)
    {
        var (buffer, taken) = (new byte[4096], 0);
        while (taken < buffer.Length && await daemon.ReadAsync(buffer.AsMemory(taken), ct) is var read and > 0) taken += read;
        return Encoding.UTF8.GetString(buffer, 0, taken);
    }
}
