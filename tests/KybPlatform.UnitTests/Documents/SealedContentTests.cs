using System.Security.Cryptography;
using AwesomeAssertions;
using CsCheck;
using KybPlatform.Api.Documents;
using Xunit;

namespace KybPlatform.UnitTests.Documents;

public sealed class SealedContentTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private const int Chunk = SealedChunks.Plain + SealedChunks.Tag;

    [Fact]
    public async Task What_was_sealed_opens_to_the_same_bytes_however_it_was_written() =>
        await Gen.Select(Gen.Int[0, 3 * SealedChunks.Plain], Gen.Int[1, 100_000]).SampleAsync(async (size, step) =>
        {
            var plain = Pattern(size);
            var written = await SealAsync(plain, step);
            written.Length.Should().Be(1 + size + (Math.Max(1, (size + SealedChunks.Plain - 1) / SealedChunks.Plain) * SealedChunks.Tag));
            (await OpenAsync(written)).AsSpan().SequenceEqual(plain).Should().BeTrue();
        }, iter: 60);

    [Fact]
    public async Task Any_changed_byte_is_found() =>
        await Gen.Int[0, Chunk + 500].SampleAsync(async place =>
        {
            var written = await SealAsync(Pattern(SealedChunks.Plain + 600), 5000);
            written[place] ^= 0x40;
            await FluentActions.Awaiting(() => OpenAsync(written)).Should().ThrowAsync<CryptographicException>();
        }, iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 + Chunk)]
    [InlineData(1 + (2 * Chunk))]
    [InlineData(1 + (2 * Chunk) + 5)]
    public async Task A_content_that_is_cut_off_is_found_even_between_two_chunks(int length)
    {
        var written = await SealAsync(Pattern((2 * SealedChunks.Plain) + 100), 5000);

        await FluentActions.Awaiting(() => OpenAsync(written[..length])).Should().ThrowAsync<CryptographicException>();
    }

    [Fact]
    public async Task Chunks_cannot_change_places()
    {
        var written = await SealAsync(Pattern(3 * SealedChunks.Plain), 5000);
        byte[] swapped = [written[0], .. written[(1 + Chunk)..(1 + (2 * Chunk))], .. written[1..(1 + Chunk)], .. written[(1 + (2 * Chunk))..]];

        await FluentActions.Awaiting(() => OpenAsync(swapped)).Should().ThrowAsync<CryptographicException>();
    }

    [Fact]
    public async Task Another_key_opens_nothing()
    {
        var written = await SealAsync(Pattern(100), 10);

        await FluentActions.Awaiting(() => OpenAsync(written, new byte[32])).Should().ThrowAsync<CryptographicException>();
    }

    private static byte[] Pattern(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];

    private static async Task<byte[]> SealAsync(byte[] plain, int step)
    {
        var target = new MemoryStream();
        using var writer = new SealedWriter(target, Key);
        for (var at = 0; at < plain.Length; at += step)
            await writer.WriteAsync(plain.AsMemory(at, Math.Min(step, plain.Length - at)), TestContext.Current.CancellationToken);
        await writer.FinishAsync(TestContext.Current.CancellationToken);
        return target.ToArray();
    }

    private static async Task<byte[]> OpenAsync(byte[] written, byte[]? key = null)
    {
        await using var reader = new SealedReader(new MemoryStream(written), key ?? Key);
        var plain = new MemoryStream();
        await reader.CopyToAsync(plain, 7001, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }
}
