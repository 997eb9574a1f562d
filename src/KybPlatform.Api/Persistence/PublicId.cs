using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace KybPlatform.Api.Persistence;

/// <summary>A typed id with a public prefix: <c>inq_01h…</c> on the wire, a UUIDv7 in the database.</summary>
/// <remarks>The text sorts as the id does, because both are big-endian and Crockford's alphabet is ascending.</remarks>
public interface IPublicId<TSelf> where TSelf : struct, IPublicId<TSelf>
{
    static abstract string Prefix { get; }
    static abstract TSelf From(Guid value);
    Guid Value { get; }
}

/// <summary>Writes and reads public ids: prefix, underscore, 26 characters of Crockford base 32 (lower case).</summary>
public static class PublicId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;

    /// <summary>A new id; time-ordered by the given instant.</summary>
    public static T New<T>(DateTimeOffset now) where T : struct, IPublicId<T> => T.From(Uuid7.New(now));

    public static string Write<T>(T id) where T : struct, IPublicId<T> => Write(T.Prefix, id.Value);

    public static string Write(string prefix, Guid value) =>
        string.Create(prefix.Length + 1 + Digits, (prefix, value), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            span[state.prefix.Length] = '_';
            Span<byte> bytes = stackalloc byte[16];
            state.value.TryWriteBytes(bytes, bigEndian: true, out _);
            var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
            for (var i = span.Length - 1; i > state.prefix.Length; i--, number >>= 5)
                span[i] = Alphabet[(int)(number & 31)];
        });

    /// <summary>False for anything that <see cref="Write{T}(T)"/> could not have written; callers answer as for an unknown id.</summary>
    public static bool TryParse<T>([NotNullWhen(true)] string? text, out T id) where T : struct, IPublicId<T>
    {
        id = default;
        if (text is null || text.Length != T.Prefix.Length + 1 + Digits || !text.StartsWith(T.Prefix, StringComparison.Ordinal) || text[T.Prefix.Length] != '_')
            return false;
        UInt128 number = 0;
        foreach (var c in text.AsSpan(T.Prefix.Length + 1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0 || number >> 123 != 0) return false;
            number = (number << 5) | (uint)digit;
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        id = T.From(new Guid(bytes, bigEndian: true));
        return true;
    }
}
