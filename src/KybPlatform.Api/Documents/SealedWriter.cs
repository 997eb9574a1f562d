using System.Security.Cryptography;

namespace KybPlatform.Api.Documents;

/// <summary>Seals what is written, chunk by chunk. Nothing is readable before <see cref="FinishAsync"/> marked the last one.</summary>
internal sealed class SealedWriter(Stream target, byte[] key) : IDisposable
{
    private readonly AesGcm _aes = new(key, SealedChunks.Tag);
    private readonly byte[] _plain = new byte[SealedChunks.Plain];
    private readonly byte[] _sealed = new byte[1 + SealedChunks.Plain + SealedChunks.Tag];
    private int _held;
    private uint _number;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> plain, CancellationToken ct)
    {
        while (plain.Length > 0)
        {
            // A full chunk waits for more: only then it is known not to be the last.
            if (_held == _plain.Length) await FlushAsync(last: false, ct);
            var taken = Math.Min(plain.Length, _plain.Length - _held);
            plain[..taken].CopyTo(_plain.AsMemory(_held));
            _held += taken;
            plain = plain[taken..];
        }
    }

    public ValueTask FinishAsync(CancellationToken ct) => FlushAsync(last: true, ct);

    public void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_plain);
    }

    private async ValueTask FlushAsync(bool last, CancellationToken ct)
    {
        await target.WriteAsync(Seal(last), ct);
        _held = 0;
        _number++;
    }

    private ReadOnlyMemory<byte> Seal(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        SealedChunks.Nonce(nonce, _number, last);
        _sealed[0] = SealedChunks.Version;
        _aes.Encrypt(nonce, _plain.AsSpan(0, _held), _sealed.AsSpan(1, _held), _sealed.AsSpan(1 + _held, SealedChunks.Tag));
        var header = _number == 0 ? 0 : 1;
        return _sealed.AsMemory(header, 1 - header + _held + SealedChunks.Tag);
    }
}
