using System.Buffers;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Privacy;

namespace KybPlatform.Api.Profiles;

/// <summary>Puts the parts of a business together again: public facts, contacts, people.</summary>
internal static class BusinessJson
{
    public static byte[] Write(string data, byte[]? contact, IReadOnlyList<Person> people, SubjectRing ring)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            Members(json, System.Text.Encoding.UTF8.GetBytes(data));
            if (contact is not null) Members(json, contact);
            json.WriteStartArray("people");
            foreach (var person in people)
            {
                // An erased person is gone from the facts, and so is everything that rested on them.
                if (person.Sealed is null || ring.Open(person.Id.Value, person.Sealed, PersonSeal.Purpose) is not { } plain) continue;
                json.WriteStartObject();
                json.WriteString("id", person.Id.ToString());
                Members(json, plain);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Members(Utf8JsonWriter json, ReadOnlyMemory<byte> source)
    {
        using var document = JsonDocument.Parse(source);
        foreach (var member in document.RootElement.EnumerateObject()) member.WriteTo(json);
    }
}
