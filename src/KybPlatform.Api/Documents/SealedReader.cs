using System.Security.Cryptography;

namespace KybPlatform.Api.Documents;

/// <summary>Opens a sealed content as it is read; forwards only.</summary>
/// <remarks>A changed, moved or cut-off content ends in a <see cref="CryptographicException"/>, never in wrong bytes.</remarks>
internal sealed class SealedReader(Stream source, byte[] key) : Stream
{
    private const int Whole = SealedChunks.Plain + SealedChunks.Tag;

    private readonly AesGcm _aes = new(key, SealedChunks.Tag);
    private readonly byte[] _plain = new byte[SealedChunks.Plain];
    private byte[] _chunk = new byte[Whole];
    private byte[] _next = new byte[Whole];
    private int _nextLength = -1;
    private int _at, _end;
    private uint _number;
    private bool _done;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (_at == _end)
        {
            if (_done) return 0;
            await AdvanceAsync(cancellationToken);
        }
        var taken = Math.Min(buffer.Length, _end - _at);
        _plain.AsMemory(_at, taken).CopyTo(buffer);
        _at += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Contents are read asynchronously.");
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _aes.Dispose();
            CryptographicOperations.ZeroMemory(_plain);
        }
        base.Dispose(disposing);
    }

    // Reads one chunk ahead: the last one is the one behind which there is nothing.
    private async ValueTask AdvanceAsync(CancellationToken ct)
    {
        if (_nextLength < 0)
        {
            var version = new byte[1];
            if (await source.ReadAtLeastAsync(version, 1, throwOnEndOfStream: false, ct) != 1 || version[0] != SealedChunks.Version)
                throw new CryptographicException("Not a sealed content.");
            _nextLength = await source.ReadAtLeastAsync(_next, Whole, throwOnEndOfStream: false, ct);
        }
        (_chunk, _next) = (_next, _chunk);
        var length = _nextLength;
        _nextLength = length == Whole ? await source.ReadAtLeastAsync(_next, Whole, throwOnEndOfStream: false, ct) : 0;
        Open(length, last: _nextLength == 0);
    }

    private void Open(int length, bool last)
    {
        if (length < SealedChunks.Tag) throw new CryptographicException("The sealed content is cut off.");
        Span<byte> nonce = stackalloc byte[12];
        SealedChunks.Nonce(nonce, _number++, last);
        var size = length - SealedChunks.Tag;
        _aes.Decrypt(nonce, _chunk.AsSpan(0, size), _chunk.AsSpan(size, SealedChunks.Tag), _plain.AsSpan(0, size));
        (_at, _end, _done) = (0, size, last);
    }
}
