using System.Text.Json;
using System.Text.Json.Serialization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;

namespace KybPlatform.Api.Profiles;

/// <summary>A body that is facts; the vocabulary measures it.</summary>
internal interface IFactBody<TSelf>
{
    static abstract TSelf From(JsonElement json);
}

/// <summary>The facts of a business, as <c>business</c> in an inquiry.</summary>
[Facts("business", "reference_id"), JsonConverter(typeof(FactBodyJson<GivenBusiness>))]
public sealed record GivenBusiness(JsonElement Json) : IFactBody<GivenBusiness>
{
    static GivenBusiness IFactBody<GivenBusiness>.From(JsonElement json) => new(json);
}

/// <summary>The facts of a person who applies, as <c>individual</c> in an inquiry.</summary>
[Facts("individual", "reference_id"), JsonConverter(typeof(FactBodyJson<GivenIndividual>))]
public sealed record GivenIndividual(JsonElement Json) : IFactBody<GivenIndividual>
{
    static GivenIndividual IFactBody<GivenIndividual>.From(JsonElement json) => new(json);
}

/// <summary>The facts of a person associated with a business.</summary>
[Facts("business.people[]"), JsonConverter(typeof(FactBodyJson<GivenPerson>))]
public sealed record GivenPerson(JsonElement Json) : IFactBody<GivenPerson>
{
    static GivenPerson IFactBody<GivenPerson>.From(JsonElement json) => new(json);
}

internal sealed class FactBodyJson<T> : JsonConverter<T> where T : IFactBody<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException("Facts come in this way and never go out.");
}

internal static class ProfileErrors
{
    public static Error NotFound(bool business) => Error.NotFound(business ? "business profile" : "individual profile");

    public static Error NoPerson => Error.NotFound("person");

    public static Error Redacted => Error.Conflict("profile_redacted", "The profile was redacted: nothing of it can be changed any more.");

    public static Error PeopleApart => At("people_are_subresources", "/people", "People are changed one by one, at /people.");

    public static Error OwnId => At("read_only", "/id", "The id is given by the platform.");

    public static Error At(string code, string pointer, string detail) => Error.Invalid(code, detail, new FieldError(pointer, code, detail)) with { OfShape = true };

    public static Error Query(string name, string code, string detail) => At(code, $"?{name}", detail);
}
