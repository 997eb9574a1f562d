namespace KybPlatform.Screening.Lists.Sources;

/// <summary>Reads a stream forwards up to a number of bytes; one more refuses the file.</summary>
internal sealed class BoundedStream(Stream inner, long most, string file) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException broken)
        {
            throw new ListBrokenException("broken_zip", broken.Message, file);
        }
        _read += read;
        return _read <= most ? read : throw new ListBrokenException("file_too_large", $"The file holds more than {most} bytes.", file);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
