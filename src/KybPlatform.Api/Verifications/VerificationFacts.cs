using System.Buffers;
using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Verifications;

/// <summary>What a verification that was asked for by itself looks at.</summary>
internal sealed record GatheredFacts(Guid Profile, InquiryId? Inquiry, IReadOnlyList<Guid> Subjects, JsonElement Facts);

/// <summary>Gathers the facts of an inquiry, or of a profile alone.</summary>
internal sealed class VerificationFacts(IProfileDesk profiles, IInquiryFacts inquiries)
{
    public static TenantWork WorkOf(Work work) => new(work.Db, work.Tenant, work.Caller.Live, work.Now);

    /// <summary>Null where there is no such inquiry, or its applicant was erased.</summary>
    public async Task<GatheredFacts?> OfInquiryAsync(Work work, InquiryId id) =>
        await inquiries.ReadAsync(WorkOf(work), id, work.Canceled) is { } view ? new GatheredFacts(view.Profile, id, view.Subjects, Parse(view.Facts)) : null;

    public async Task<GatheredFacts?> OfBusinessAsync(Work work, Guid id, string? country) =>
        await profiles.FindBusinessAsync(work.Db, new BusinessProfileId(id), work.Canceled) is { } profile ? Alone(profile, country, work.Now) : null;

    public async Task<GatheredFacts?> OfIndividualAsync(Work work, Guid id, string? country) =>
        await profiles.FindIndividualAsync(work.Db, new IndividualProfileId(id), work.Canceled) is { } profile ? Alone(profile, country, work.Now) : null;

    private static GatheredFacts Alone(ProfileView profile, string? country, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var applicant = profile.IsBusiness ? "business" : "individual";
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            if (country is not null) json.WriteString("country", country);
            json.WriteString("applicant", applicant);
            json.WriteString("now", InstantJson.Text(now));
            json.WritePropertyName(applicant);
            json.WriteRawValue(profile.FactsJson.Span, skipInputValidation: true);
            json.WriteEndObject();
        }
        return new GatheredFacts(profile.Profile, null, profile.Subjects, Parse(buffer.WrittenMemory));
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> facts) => JsonDocument.Parse(facts).RootElement;
}
