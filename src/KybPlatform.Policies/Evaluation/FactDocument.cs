using System.Runtime.InteropServices;
using System.Text.Json;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// The frozen facts of one submission. Read once, evaluated as often as wanted, by several threads at a time.
/// What is not in it is unknown; what is null in it is known to be absent. Without <c>applicant</c>, the one of business and individual that is there alone applies.
/// </summary>
public sealed class FactDocument : ICelFacts
{
    private readonly Lazy<VerificationIndex> _verifications;
    private readonly Lazy<Person[]?> _people;
    private readonly Lazy<CelValue> _owners;
    private readonly Lazy<CelValue> _representatives;

    private FactDocument(FactObject root)
    {
        Root = root;
        Now = root.Seconds("now");
        _verifications = new Lazy<VerificationIndex>(() => new VerificationIndex(Root.Object("verifications")), LazyThreadSafetyMode.PublicationOnly);
        _people = new Lazy<Person[]?>(() => Policies.People.Known(Root), LazyThreadSafetyMode.PublicationOnly);
        _owners = new Lazy<CelValue>(() => Policies.People.InRole(this, "owner"), LazyThreadSafetyMode.PublicationOnly);
        _representatives = new Lazy<CelValue>(() => Policies.People.InRole(this, "authorized_representative"), LazyThreadSafetyMode.PublicationOnly);
    }

    internal FactObject Root { get; }

    /// <summary>Seconds since 1970; null when not frozen, which leaves everything that depends on time unknown.</summary>
    internal long? Now { get; }

    /// <summary>Null when not known.</summary>
    internal Person[]? People => _people.Value;

    internal VerificationIndex Verifications => _verifications.Value;

    /// <summary>Throws <see cref="JsonException"/> on malformed JSON, <see cref="ArgumentException"/> when it is no object, or holds text that is not Unicode.</summary>
    public static FactDocument Parse(ReadOnlyMemory<byte> utf8Json) => Parse(utf8Json.Span);

    /// <summary>Nothing of the element is kept. Throws <see cref="ArgumentException"/> when it is no object, or holds text that is not Unicode.</summary>
    public static FactDocument Parse(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? Parse(JsonMarshal.GetRawUtf8Value(json)) : throw new ArgumentException("Facts are a JSON object.", nameof(json));

    /// <summary>
    /// Reads the object that the reader stands at, to its end. Throws <see cref="JsonException"/> on malformed or ended JSON, <see cref="ArgumentException"/> when it is
    /// no object, or holds text that is not Unicode.
    /// </summary>
    public static FactDocument Read(ref Utf8JsonReader json)
    {
        try
        {
            return new FactDocument(FactReader.Root(ref json));
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("Facts hold text that is not Unicode.", nameof(json), e);
        }
    }

    private static FactDocument Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new FactDocument(FactReader.Root(utf8));
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException("Facts hold text that is not Unicode.", nameof(utf8), e);
        }
    }

    /// <summary>The value of a root, given or derived.</summary>
    internal CelValue Variable(string name) => name switch
    {
        "owners" => _owners.Value,
        "representatives" => _representatives.Value,
        _ => Root.Find(name) ?? CelUnknown.Of(name),
    };

    CelValue ICelFacts.Variable(string name) => Variable(name);

    CelValue ICelFacts.Call(CelFunction function, CelValue[] arguments) => new CelError(CelErrorCodes.FunctionNotSupplied, $"'{function.Name}' was not supplied.");
}
