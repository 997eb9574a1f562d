using System.Collections.Frozen;

namespace KybPlatform.Policies.Expressions;

/// <summary>A type as the checker sees it. Two object types are the same type when they have the same name.</summary>
public abstract record CelType
{
    private protected CelType() { }

    /// <summary>As written in messages: <c>list(string)</c>, <c>map(string, int)</c>, <c>google.protobuf.Timestamp</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Any type; what is unclear at check time is decided by the values.</summary>
    public static CelType Dyn { get; } = new Simple("dyn", null);
    public static CelType Null { get; } = new Simple("null_type", CelKind.Null);
    public static CelType Bool { get; } = new Simple("bool", CelKind.Bool);
    public static CelType Int { get; } = new Simple("int", CelKind.Int);
    public static CelType Uint { get; } = new Simple("uint", CelKind.Uint);
    public static CelType Double { get; } = new Simple("double", CelKind.Double);
    public static CelType String { get; } = new Simple("string", CelKind.String);
    public static CelType Bytes { get; } = new Simple("bytes", CelKind.Bytes);
    public static CelType Timestamp { get; } = new Simple("google.protobuf.Timestamp", CelKind.Timestamp);
    public static CelType Duration { get; } = new Simple("google.protobuf.Duration", CelKind.Duration);
    internal static CelType AnyList { get; } = new List(Dyn);
    internal static CelType AnyMap { get; } = new Map(Dyn, Dyn);
    internal static CelType AnyType { get; } = new TypeOf(Dyn);
    internal static CelType AnyOptional { get; } = new Optional(Dyn);

    public static CelType ListOf(CelType element) => new List(element);

    public static CelType MapOf(CelType key, CelType value) => new Map(key, value);

    public static CelType OptionalOf(CelType value) => new Optional(value);

    /// <summary>A type whose values may also be the explicit null.</summary>
    public static CelType NullableOf(CelType value) => value is Nullable || value == Dyn ? value : new Nullable(value);

    /// <summary>
    /// A named object with known fields, every one of which may be null or unknown. With <paramref name="additional"/>, other field names are
    /// allowed too and have that type; without it they are check errors.
    /// </summary>
    public static CelType Object(string name, IReadOnlyDictionary<string, CelType> fields, CelType? additional = null) =>
        new ObjectType(name, fields.ToFrozenDictionary(StringComparer.Ordinal), additional);

    public sealed override string ToString() => Name;

    internal static CelType OfKind(CelKind kind) => kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.Timestamp => Timestamp,
        CelKind.Duration => Duration,
        CelKind.List => AnyList,
        CelKind.Map => AnyMap,
        CelKind.Type => AnyType,
        CelKind.Optional => AnyOptional,
        CelKind.Unknown or CelKind.Error => Dyn,
    };

    public sealed record Simple : CelType
    {
        internal Simple(string name, CelKind? kind) => (Name, Kind) = (name, kind);

        public override string Name { get; }

        /// <summary>The kind of the values; null for <see cref="Dyn"/>.</summary>
        public CelKind? Kind { get; }
    }

    public sealed record List(CelType Element) : CelType
    {
        public override string Name => $"list({Element.Name})";
    }

    public sealed record Map(CelType Key, CelType Value) : CelType
    {
        public override string Name => $"map({Key.Name}, {Value.Name})";
    }

    public sealed record Optional(CelType Value) : CelType
    {
        public override string Name => $"optional_type({Value.Name})";
    }

    /// <summary>The type of a type: <c>type(1)</c> is a <c>type(int)</c>.</summary>
    public sealed record TypeOf(CelType Denoted) : CelType
    {
        public override string Name => $"type({Denoted.Name})";
    }

    public sealed record Nullable(CelType Value) : CelType
    {
        public override string Name => $"{Value.Name} or null";
    }

    public sealed record ObjectType : CelType
    {
        internal ObjectType(string name, FrozenDictionary<string, CelType> fields, CelType? additional) =>
            (Name, Fields, Additional) = (name, fields, additional);

        public override string Name { get; }

        public IReadOnlyDictionary<string, CelType> Fields { get; }

        public CelType? Additional { get; }

        public bool Equals(ObjectType? other) => other is not null && other.Name == Name;

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>A type parameter of a function's declaration, such as <c>A</c> in <c>list(A)</c>.</summary>
    internal sealed record Parameter(string Letter) : CelType
    {
        public override string Name => Letter;
    }

    /// <summary>A type not yet found out, such as the element type of <c>[]</c>.</summary>
    internal sealed record Free(int Id) : CelType
    {
        public override string Name => "dyn";
    }
}
