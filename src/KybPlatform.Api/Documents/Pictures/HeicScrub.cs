using System.Buffers.Binary;

namespace KybPlatform.Api.Documents.Pictures;

/// <summary>
/// Takes out of an HEIC file (ISO/IEC 23008-12 in the boxes of 14496-12) what it says beside its pictures: the contents of its Exif, XMP and unknown items, and boxes that are not needed to show it.
/// How it is turned is a property of the picture and stays. The file keeps its length; what is taken out is zeros.
/// </summary>
internal static class HeicScrub
{
    private const int MostItems = 10_000;

    // What an item must be to be shown: coded pictures and how they are put together.
    private static readonly HashSet<string> Pictures = new(StringComparer.Ordinal) { "hvc1", "hev1", "av01", "jpeg", "grid", "iovl", "iden" };

    /// <summary>Null where it is no such file with at least one picture.</summary>
    public static byte[]? Clean(byte[] file)
    {
        var shown = false;
        foreach (var box in Boxes(file, 0, file.Length))
        {
            if (box.Type == "meta") shown |= CleanMeta(file, box);
            else if (box.Type is not ("ftyp" or "mdat" or "free" or "skip")) Drop(file, box);
        }
        return shown ? file : null;
    }

    /// <returns>Whether there is a picture.</returns>
    private static bool CleanMeta(byte[] file, Box meta)
    {
        var inside = Boxes(file, meta.Content + 4, meta.End).ToList();
        var items = inside.Where(b => b.Type == "iinf").SelectMany(b => Items(file, b)).Take(MostItems).ToList();
        var hidden = items.Where(i => !Pictures.Contains(i.Type)).Select(i => i.Id).ToHashSet();
        var data = inside.FirstOrDefault(b => b.Type == "idat");
        foreach (var locations in inside.Where(b => b.Type == "iloc"))
            foreach (var (item, inData, at, length) in Extents(file, locations))
                if (hidden.Contains(item)) Zero(file, inData ? data.Content + at : at, length, inData ? data.End : file.Length);
        foreach (var other in inside.Where(b => b.Type is "udta" or "uuid" or "xml " or "bxml")) Drop(file, other);
        return items.Exists(i => Pictures.Contains(i.Type));
    }

    private static IEnumerable<(uint Id, string Type)> Items(byte[] file, Box list)
    {
        if (list.End - list.Content < 8) yield break;
        var first = list.Content + 4 + (file[list.Content] == 0 ? 2 : 4);
        foreach (var entry in Boxes(file, first, list.End).Where(b => b.Type == "infe" && b.End - b.Content >= 12))
        {
            var wide = file[entry.Content] >= 3;
            var id = wide ? Long(file, entry.Content + 4) : Short(file, entry.Content + 4);
            var type = entry.Content + 4 + (wide ? 4 : 2) + 2;
            if (type + 4 <= entry.End) yield return (id, Name(file, type));
        }
    }

    private static IEnumerable<(uint Item, bool InData, long At, long Length)> Extents(byte[] file, Box list)
    {
        var reader = new Fields(file, list.Content, list.End);
        var version = (int)reader.Take(1);
        reader.Take(3);
        var sizes = (int)reader.Take(2);
        var (offset, length, start, index) = ((sizes >> 12) & 15, (sizes >> 8) & 15, (sizes >> 4) & 15, version is 1 or 2 ? sizes & 15 : 0);
        var count = reader.Take(version < 2 ? 2 : 4);
        for (var i = 0L; i < Math.Min(count, MostItems); i++)
        {
            var item = (uint)reader.Take(version < 2 ? 2 : 4);
            var inData = version is 1 or 2 && (reader.Take(2) & 15) == 1;
            reader.Take(2);
            var from = reader.Take(start);
            var extents = reader.Take(2);
            for (var e = 0L; e < extents; e++)
            {
                reader.Take(index);
                var (at, size) = (reader.Take(offset), reader.Take(length));
                if (reader.Ended) yield break;
                yield return (item, inData, from + at, size == 0 ? file.Length : size);
            }
        }
    }

    private static IEnumerable<Box> Boxes(byte[] file, long at, long end)
    {
        while (at + 8 <= end)
        {
            long size = Long(file, at);
            var head = 8;
            if (size == 1 && at + 16 <= end) (size, head) = ((long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan((int)at + 8))), 16);
            else if (size == 0) size = end - at;
            if (size < head || size > end - at) yield break;
            yield return new Box(Name(file, at + 4), at, at + head, at + size);
            at += size;
        }
    }

    // What is free is skipped by every reader.
    private static void Drop(byte[] file, Box box)
    {
        "free"u8.CopyTo(file.AsSpan((int)box.At + 4));
        Zero(file, box.Content, box.End - box.Content, box.End);
    }

    private static void Zero(byte[] file, long at, long length, long end)
    {
        if (at < 0 || at >= end) return;
        file.AsSpan((int)at, (int)Math.Min(length, end - at)).Clear();
    }

    private static uint Long(byte[] file, long at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));

    private static uint Short(byte[] file, long at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan((int)at));

    private static string Name(byte[] file, long at) => System.Text.Encoding.Latin1.GetString(file, (int)at, 4);

    private readonly record struct Box(string Type, long At, long Content, long End);

    /// <summary>Numbers of so many bytes, one after the other; zero behind the end.</summary>
    private sealed class Fields(byte[] file, long at, long end)
    {
        private long _at = at;

        public bool Ended { get; private set; }

        public long Take(int bytes)
        {
            if (bytes > 8 || _at + bytes > end)
            {
                Ended = true;
                return 0;
            }
            var value = 0L;
            for (var i = 0; i < bytes; i++) value = (value << 8) | file[_at++];
            return value & long.MaxValue;
        }
    }
}
