using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace KybPlatform.UnitTests.Documents;

/// <summary>Small pictures: red in the first corner, blue in the last, and with words beside them where asked.</summary>
internal static class Pictures
{
    public const int Width = 64;
    public const int Height = 40;

    public static byte[] WithMetadata(string type, string secret) => type switch
    {
        "image/jpeg" => [.. Jpeg(Exif(1, secret)), .. Encoding.ASCII.GetBytes(secret)],
        "image/png" => Png(secret),
        "image/webp" => WebP(secret),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static byte[] Jpeg(byte[]? exif = null)
    {
        var plain = Encoded(SKEncodedImageFormat.Jpeg);
        if (exif is null) return plain;
        var segment = new byte[4 + exif.Length];
        (segment[0], segment[1]) = (0xFF, 0xE1);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(exif.Length + 2));
        exif.CopyTo(segment, 4);
        return [.. plain[..2], .. segment, .. plain[2..]];
    }

    /// <summary>An Exif block with an orientation and a description.</summary>
    public static byte[] Exif(ushort orientation, string description)
    {
        var text = Encoding.ASCII.GetBytes(description + "\0");
        var block = new byte[14 + 2 + 24 + 4 + text.Length];
        "Exif\0\0MM\0*\0\0\0\b"u8.CopyTo(block);
        BinaryPrimitives.WriteUInt16BigEndian(block.AsSpan(14), 2);
        Entry(block.AsSpan(16), false, 270, 2, (uint)text.Length, 38);
        Entry(block.AsSpan(28), false, 274, 3, 1, (uint)orientation << 16);
        text.CopyTo(block, 44);
        return block;
    }

    public static byte[] Png(string? secret = null)
    {
        var plain = Encoded(SKEncodedImageFormat.Png);
        if (secret is null) return plain;
        byte[] content = [.. "tEXtComment\0"u8, .. Encoding.ASCII.GetBytes(secret)];
        var chunk = new byte[8 + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)(content.Length - 4));
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(4 + content.Length), Crc(content));
        return [.. plain[..33], .. chunk, .. plain[33..]];
    }

    public static uint Crc(ReadOnlySpan<byte> content)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var one in content)
        {
            crc ^= one;
            for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }

    /// <summary>Two pages of one strip each, with a description, an Exif directory and a GPS directory.</summary>
    public static byte[] Tiff(bool little, string secret)
    {
        var file = new byte[700];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(file);
        Write(file.AsSpan(4), little, 16u);
        ((byte[])[10, 20, 30, 40]).CopyTo(file, 8);
        var text = Encoding.ASCII.GetBytes(secret + "\0");
        Page(16, 250, 500);
        Page(250, 0, 550);
        text.CopyTo(file, 500);
        text.CopyTo(file, 550);
        // The directory of Exif has a text of its own.
        Write16(file.AsSpan(600), little, 1);
        Entry(file.AsSpan(602), little, 37510, 7, (uint)text.Length, 640);
        text.CopyTo(file, 640);
        return file;

        void Page(int at, uint next, uint description)
        {
            (ushort Tag, ushort Type, uint Count, uint Value)[] entries =
            [
                (256, 3, 1, Short(2)), (257, 3, 1, Short(2)), (258, 3, 1, Short(8)), (259, 3, 1, Short(1)), (262, 3, 1, Short(1)), (270, 2, (uint)text.Length, description),
                (271, 2, 4, BinaryPrimitives.ReadUInt32LittleEndian("Abc\0"u8)), (273, 4, 1, 8), (274, 3, 1, Short(1)), (277, 3, 1, Short(1)), (278, 3, 1, Short(2)), (279, 4, 1, 4), (34665, 4, 1, 600),
            ];
            Write16(file.AsSpan(at), little, (ushort)entries.Length);
            for (var i = 0; i < entries.Length; i++) Entry(file.AsSpan(at + 2 + (i * 12)), little, entries[i].Tag, entries[i].Type, entries[i].Count, entries[i].Value);
            Write(file.AsSpan(at + 2 + (entries.Length * 12)), little, next);
        }

        uint Short(ushort value) => little ? value : (uint)value << 16;
    }

    public static List<int[]> TiffTags(byte[] file, bool little)
    {
        var pages = new List<int[]>();
        for (var at = (int)Read(4); at != 0;)
        {
            int count = Read16(at);
            pages.Add([.. Enumerable.Range(0, count).Select(i => (int)Read16(at + 2 + (i * 12)))]);
            at = (int)Read(at + 2 + (count * 12));
        }
        return pages;

        uint Read(int at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
        ushort Read16(int at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
    }

    /// <summary>A picture with its Exif in the media data, its XMP in the metadata's own data, and boxes beside them.</summary>
    public static byte[] Heic(string secret)
    {
        var said = Encoding.ASCII.GetBytes(secret);
        var picture = "CODED PICTURE"u8.ToArray();
        var head = Box("ftyp", [.. "heic\0\0\0\0mif1heic"u8]);
        var meta = Meta(0);
        var start = head.Length + meta.Length + 8;
        meta = Meta((uint)start);
        return [.. head, .. meta, .. Box("mdat", [.. picture, .. said]), .. Box("uuid", [.. new byte[16], .. said])];

        byte[] Meta(uint media) => Box("meta",
        [
            0, 0, 0, 0,
            .. Box("iinf", [0, 0, 0, 0, 0, 3, .. Item(1, "hvc1"), .. Item(2, "Exif"), .. Item(3, "mime")]),
            .. Box("iloc", [1, 0, 0, 0, 0x44, 0, 0, 3, .. Place(1, 0, media, (uint)picture.Length), .. Place(2, 0, media + (uint)picture.Length, (uint)said.Length), .. Place(3, 1, 0, (uint)said.Length)]),
            .. Box("idat", said),
            .. Box("udta", said),
        ]);
        static byte[] Item(byte id, string type) => Box("infe", [2, 0, 0, 0, 0, id, 0, 0, .. Encoding.ASCII.GetBytes(type), 0]);
        static byte[] Place(byte id, byte method, uint at, uint length) => [0, id, 0, method, 0, 0, 0, 1, .. Big(at), .. Big(length)];
    }

    private static byte[] WebP(string secret)
    {
        var plain = Encoded(SKEncodedImageFormat.Webp);
        var content = Encoding.ASCII.GetBytes(secret.Length % 2 == 0 ? secret : secret + " ");
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 0x04, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        byte[] file = [.. plain[..12], .. extended, .. plain[12..], .. "XMP "u8, .. length, .. content];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static byte[] Encoded(SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(Width, Height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            using var red = new SKPaint { Color = SKColors.Red };
            using var blue = new SKPaint { Color = SKColors.Blue };
            canvas.DrawRect(0, 0, 16, 16, red);
            canvas.DrawRect(Width - 16, Height - 16, 16, 16, blue);
        }
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    private static byte[] Box(string type, byte[] content) => [.. Big((uint)content.Length + 8), .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void Entry(Span<byte> at, bool little, ushort tag, ushort type, uint count, uint value)
    {
        Write16(at, little, tag);
        Write16(at[2..], little, type);
        Write(at[4..], little, count);
        Write(at[8..], little, value);
    }

    private static void Write(Span<byte> at, bool little, uint value)
    {
        if (little) BinaryPrimitives.WriteUInt32LittleEndian(at, value);
        else BinaryPrimitives.WriteUInt32BigEndian(at, value);
    }

    private static void Write16(Span<byte> at, bool little, ushort value)
    {
        if (little) BinaryPrimitives.WriteUInt16LittleEndian(at, value);
        else BinaryPrimitives.WriteUInt16BigEndian(at, value);
    }
}
