using System.Globalization;

namespace KybPlatform.Policies.Expressions;

/// <summary>What a value is while an expression runs. <see cref="Unknown"/> and <see cref="Error"/> are outcomes, not data.</summary>
public enum CelKind { Null, Bool, Int, Uint, Double, String, Bytes, Timestamp, Duration, List, Map, Type, Optional, Unknown, Error }

/// <summary>
/// One value of the Common Expression Language. Immutable. The hierarchy is closed but for <see cref="CelObject"/>, through which a caller
/// lends its own facts. An expression never throws: it ends in a value, in <see cref="CelUnknown"/> or in <see cref="CelError"/>.
/// </summary>
public abstract class CelValue
{
    private protected CelValue(CelKind kind) => Kind = kind;

    public CelKind Kind { get; }

    /// <summary>The explicit null: known to be absent. Never means "not known".</summary>
    public static CelValue Null { get; } = new CelNull();

    public static CelValue True { get; } = new CelBool(true);

    public static CelValue False { get; } = new CelBool(false);

    /// <summary>True for a value that can be used, false for unknown and error.</summary>
    public bool IsValue => Kind < CelKind.Unknown;

    /// <summary>Cost of printing or comparing the whole value, in rough words of memory.</summary>
    internal virtual long Weight => 1;

    /// <summary>The value's run-time type, without type parameters.</summary>
    public virtual CelType Type => CelType.OfKind(Kind);

    public static CelValue Of(bool value) => value ? True : False;

    public static CelValue Of(long value) => CelInt.Of(value);

    public static CelValue Of(ulong value) => new CelUint(value);

    public static CelValue Of(double value) => new CelDouble(value);

    /// <summary>A string, or <see cref="Null"/> for a null reference.</summary>
    public static CelValue Of(string? value) => value is null ? Null : value.Length == 0 ? CelString.Empty : new CelString(value);

    /// <summary>A copy of the bytes.</summary>
    public static CelValue Of(ReadOnlySpan<byte> value) => new CelBytes(value.ToArray());

    public static CelValue Of(DateTimeOffset value) => CelTimestamp.Of(value);

    public static CelValue Of(DateOnly value) => CelTimestamp.Of(value);

    public static CelValue Of(TimeSpan value) => CelDuration.Of(value);

    public static CelValue Of(IEnumerable<CelValue> values) => new CelList([.. values]);

    /// <summary>The value as an author would write it; for messages and tests, not for storage.</summary>
    public override string ToString() => Syntax.CelPrinter.Print(this);

    private sealed class CelNull() : CelValue(CelKind.Null);
}

/// <summary>True or false.</summary>
public sealed class CelBool : CelValue
{
    internal CelBool(bool value) : base(CelKind.Bool) => Value = value;

    public bool Value { get; }
}

/// <summary>A whole number of 64 bits with a sign.</summary>
public sealed class CelInt : CelValue
{
    private const int CacheFrom = -128;
    private static readonly CelInt[] Cache = [.. Enumerable.Range(CacheFrom, 1153).Select(n => new CelInt(n))];

    private CelInt(long value) : base(CelKind.Int) => Value = value;

    public long Value { get; }

    public static new CelInt Of(long value) => (ulong)(value - CacheFrom) < (ulong)Cache.Length ? Cache[value - CacheFrom] : new CelInt(value);
}

/// <summary>A whole number of 64 bits without a sign.</summary>
public sealed class CelUint : CelValue
{
    internal CelUint(ulong value) : base(CelKind.Uint) => Value = value;

    public ulong Value { get; }
}

/// <summary>An IEEE 754 number of 64 bits.</summary>
public sealed class CelDouble : CelValue
{
    internal CelDouble(double value) : base(CelKind.Double) => Value = value;

    public double Value { get; }
}

/// <summary>A sequence of Unicode code points, held as UTF-16. Positions and sizes in expressions count code points.</summary>
public sealed class CelString : CelValue
{
    internal static readonly CelString Empty = new("");

    internal CelString(string value) : base(CelKind.String) => Value = value;

    public string Value { get; }

    internal override long Weight => 1 + Value.Length / 8;
}

/// <summary>A sequence of bytes.</summary>
public sealed class CelBytes : CelValue
{
    private readonly byte[] _bytes;

    internal CelBytes(byte[] bytes) : base(CelKind.Bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Value => _bytes;

    internal override long Weight => 1 + _bytes.Length / 16;

    internal string ToBase64() => Convert.ToBase64String(_bytes);
}

/// <summary>A type used as a value, as in <c>type(x) == int</c>.</summary>
public sealed class CelTypeValue : CelValue
{
    internal CelTypeValue(CelType denoted) : base(CelKind.Type) => Denoted = denoted;

    public CelType Denoted { get; }
}

/// <summary>A value that may be there or not, as <c>optional.of(x)</c> and <c>m[?"k"]</c> give.</summary>
public sealed class CelOptional : CelValue
{
    internal static readonly CelOptional None = new(null);

    private CelOptional(CelValue? value) : base(CelKind.Optional) => Value = value;

    /// <summary>The value held, or null when there is none.</summary>
    public CelValue? Value { get; }

    internal override long Weight => 1 + (Value?.Weight ?? 0);

    internal static CelOptional Of(CelValue value) => new(value);
}

/// <summary>
/// Not known: the answer depends on facts that are not there yet. Wins over an error wherever both meet, and is only ever dropped where the
/// rest of the expression decides alone (<c>false &amp;&amp; unknown</c>).
/// </summary>
public sealed class CelUnknown : CelValue
{
    private readonly string[] _paths;

    private CelUnknown(string[] paths) : base(CelKind.Unknown) => _paths = paths;

    /// <summary>The fact paths that would have to be known, sorted, without duplicates.</summary>
    public IReadOnlyList<string> Paths => _paths;

    public static new CelUnknown Of(string path) => new([path]);

    /// <summary>The union of two unknowns. Returns one of the two when it already holds the other.</summary>
    public static CelUnknown Merge(CelUnknown left, CelUnknown right)
    {
        if (ReferenceEquals(left, right) || right._paths.All(left._paths.Contains)) return left;
        return new([.. left._paths.Union(right._paths, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}

/// <summary>The expression failed here. Never read as false: whoever consumes it treats it as an unknown that needs a person.</summary>
public sealed class CelError : CelValue
{
    public CelError(string code, string message, int position = -1) : base(CelKind.Error) => (Code, Message, Position) = (code, message, position);

    /// <summary>A stable snake_case code, one of <see cref="CelErrorCodes"/> or the caller's own.</summary>
    public string Code { get; }

    /// <summary>A sentence for the author. Holds no values, so that it can be logged.</summary>
    public string Message { get; }

    /// <summary>Offset into the expression, in UTF-16 units; -1 when the error came with a fact.</summary>
    public int Position { get; }

    internal CelError At(int position) => Position >= 0 ? this : new(Code, Message, position);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"error {Code} at {Position}: {Message}");
}
