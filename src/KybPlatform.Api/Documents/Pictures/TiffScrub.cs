using System.Buffers.Binary;

namespace KybPlatform.Api.Documents.Pictures;

/// <summary>
/// Takes out of a TIFF file (TIFF 6.0) what is not needed to show its pages: every entry of its directories that is not on the list below, with what it points to. The file
/// keeps its length; what is taken out is zeros.
/// </summary>
internal static class TiffScrub
{
    private const int MostDirectories = 500;

    // By the specification's names: size, samples, compression, colour, strips and tiles, resolution, orientation, predictor, tables of JPEG, the colour profile.
    private static readonly HashSet<ushort> Shown =
    [
        254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325,
        332, 336, 338, 339, 340, 341, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675,
    ];

    // Exif, GPS, interoperability and further directories below a page.
    private static readonly HashSet<ushort> Directories = [330, 34665, 34853, 40965];

    private static readonly int[] Sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    /// <summary>Null where it is no TIFF file with at least one page.</summary>
    public static byte[]? Clean(byte[] file)
    {
        if (file.Length < 16) return null;
        var tiff = new Reader(file, file[0] == (byte)'I');
        if (tiff.Short(2) != 42) return null;
        var seen = new HashSet<uint>();
        var pages = 0;
        for (var at = tiff.Long(4); at != 0; pages++)
        {
            if (!seen.Add(at) || seen.Count > MostDirectories || !tiff.HoldsDirectory(at)) return null;
            at = Page(tiff, at, seen);
        }
        return pages > 0 ? file : null;
    }

    /// <returns>Where the next page's directory is.</returns>
    private static uint Page(Reader tiff, uint at, HashSet<uint> seen)
    {
        var count = tiff.Short(at);
        var next = tiff.Long(at + 2 + (count * 12L));
        ushort kept = 0;
        for (var i = 0; i < count; i++)
        {
            var entry = at + 2 + (i * 12L);
            if (Shown.Contains(tiff.Short(entry))) tiff.Move(entry, at + 2 + (kept++ * 12L));
            else Forget(tiff, entry, seen);
        }
        // The list ends earlier now, and where the next page is comes right behind it.
        tiff.Zero(at + 2 + (kept * 12L), ((count - kept) * 12L) + 4);
        tiff.SetShort(at, kept);
        tiff.SetLong(at + 2 + (kept * 12L), next);
        return next;
    }

    private static void Forget(Reader tiff, long entry, HashSet<uint> seen)
    {
        var (tag, type, count) = (tiff.Short(entry), tiff.Short(entry + 2), tiff.Long(entry + 4));
        var size = (type < Sizes.Length ? Sizes[type] : 1) * (long)count;
        if (Directories.Contains(tag))
            for (var i = 0L; i < Math.Min(count, MostDirectories); i++)
                ForgetDirectory(tiff, size <= 4 ? tiff.Long(entry + 8) : tiff.LongOrZero(tiff.Long(entry + 8) + (i * 4)), seen);
        if (size > 4) tiff.Zero(tiff.Long(entry + 8), size);
    }

    private static void ForgetDirectory(Reader tiff, uint at, HashSet<uint> seen)
    {
        if (at == 0 || seen.Count > MostDirectories || !tiff.HoldsDirectory(at) || !seen.Add(at)) return;
        var count = tiff.Short(at);
        for (var i = 0; i < count; i++) Forget(tiff, at + 2 + (i * 12L), seen);
        tiff.Zero(at, 2 + (count * 12L) + 4);
    }

    /// <summary>The file's numbers in its own byte order. What lies outside is not touched.</summary>
    private sealed class Reader(byte[] file, bool little)
    {
        public bool HoldsDirectory(uint at) => at >= 8 && at + 2L <= file.Length && at + 2L + (Short(at) * 12L) + 4 <= file.Length;

        public ushort Short(long at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan((int)at)) : BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan((int)at));

        public uint Long(long at) => little ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at)) : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));

        public uint LongOrZero(long at) => at >= 0 && at + 4 <= file.Length ? Long(at) : 0;

        public void SetShort(long at, ushort value)
        {
            if (little) BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan((int)at), value);
            else BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan((int)at), value);
        }

        public void SetLong(long at, uint value)
        {
            if (little) BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan((int)at), value);
            else BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan((int)at), value);
        }

        public void Move(long from, long to)
        {
            if (from != to) file.AsSpan((int)from, 12).CopyTo(file.AsSpan((int)to));
        }

        public void Zero(long at, long length)
        {
            // The first eight bytes say where everything begins.
            if (at < 8 || at >= file.Length) return;
            file.AsSpan((int)at, (int)Math.Min(length, file.Length - at)).Clear();
        }
    }
}
