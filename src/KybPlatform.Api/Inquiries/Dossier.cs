using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Inquiries;

/// <summary>Everything known of an inquiry, put together as one fact document.</summary>
/// <param name="Facts">Without <c>verifications</c>.</param>
/// <param name="Subjects">Everybody whose classified values are in the facts.</param>
/// <param name="DocumentIds">Of the documents that the inquiry names.</param>
internal sealed record Dossier(Inquiry Inquiry, ProfileView Profile, IReadOnlyList<Guid> Subjects, ReadOnlyMemory<byte> Facts, IReadOnlyList<string> DocumentIds)
{
    /// <summary>The same facts with what verifications say, and with what they make of the evidence of documents.</summary>
    public ReadOnlyMemory<byte> With(VerificationsView verifications)
    {
        var (facts, json) = (verifications.Evidence.Count == 0 ? Facts : Strengthened(verifications.Evidence), verifications.Json);
        // The document ends with '}', and is never empty.
        var buffer = new ArrayBufferWriter<byte>(facts.Length + json.Length + 32);
        buffer.Write(facts.Span[..^1]);
        buffer.Write(",\"verifications\":"u8);
        buffer.Write(json.Span);
        buffer.Write("}"u8);
        return buffer.WrittenMemory;
    }

    private byte[] Strengthened(IReadOnlyDictionary<string, string> evidence)
    {
        var facts = JsonNode.Parse(Facts.Span)!;
        foreach (var (requirement, level) in evidence)
            if (facts["documents"]?[requirement] is JsonObject document) document["evidence"] = level;
        return FactJson.Bytes(facts);
    }
}

/// <summary>Reads dossiers.</summary>
internal sealed class Dossiers(IProfileDesk profiles, IRegistrationDesk registrations, IVerificationDesk verifications, IDocuments documents, SubjectVault vault, Evaluations evaluations) : IInquiryFacts
{
    public async Task<InquiryFactsView?> ReadAsync(TenantWork work, InquiryId id, CancellationToken ct)
    {
        var inquiry = await work.Db.Set<Inquiry>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct);
        return inquiry is not null && await ReadAsync(work, inquiry, ct) is { } dossier ? new InquiryFactsView(dossier.Profile.Profile, dossier.Subjects, dossier.Facts) : null;
    }

    public async Task<IReadOnlyList<VerificationOrder>> OrdersAsync(TenantWork work, InquiryId id, ReadOnlyMemory<byte> facts, CancellationToken ct) =>
        await work.Db.Set<Inquiry>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is { } inquiry && await evaluations.PolicyOfAsync(work.Db, inquiry, ct) is { } policy
            ? await evaluations.OrdersAsync(work, policy, facts, ct) : [];

    public async Task<HashSet<Guid>> ApplicantsAsync(PlatformDb db, IReadOnlyCollection<Guid> profiles, CancellationToken ct) =>
        [.. await db.Set<Inquiry>().AsNoTracking().Where(i => profiles.Contains(i.ProfileId)
            && (i.Status == InquiryStatus.Open || i.Status == InquiryStatus.Processing || i.Status == InquiryStatus.NeedsInformation || i.Status == InquiryStatus.InReview))
            .Select(i => i.ProfileId).Distinct().ToListAsync(ct)];

    /// <summary>Null where the applicant's profile was redacted: nothing is left to decide on.</summary>
    public async Task<Dossier?> ReadAsync(TenantWork work, Inquiry inquiry, CancellationToken ct)
    {
        var business = inquiry.Applicant == "business";
        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], ct);
        var parts = SealedPart.Open(inquiry, ring);
        // All that a decision reads, in one round trip.
        await work.Db.ReadAheadAsync(
            [.. profiles.Reads(inquiry.ProfileId, business), .. registrations.Reads(inquiry.ProfileId), .. verifications.Reads(inquiry.ProfileId), .. documents.Reads(parts.DocumentIds)], ct);
        var profile = business
            ? await profiles.FindBusinessAsync(work.Db, new BusinessProfileId(inquiry.ProfileId), ct)
            : await profiles.FindIndividualAsync(work.Db, new IndividualProfileId(inquiry.ProfileId), ct);
        if (profile is null) return null;
        var held = await registrations.HeldAsync(work.Db, inquiry.ProfileId, ct);
        var facts = Write(inquiry, profile, parts, held, work.Now);
        return new Dossier(inquiry, profile, profile.Subjects, facts, parts.DocumentIds);
    }

    private static ReadOnlyMemory<byte> Write(Inquiry inquiry, ProfileView profile, SealedPart parts, IReadOnlyList<HeldRegistration> held, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("country", inquiry.Country);
            json.WriteString("sender_type", inquiry.SenderType);
            json.WriteString("applicant", inquiry.Applicant);
            json.WriteString("now", InstantJson.Text(now));
            WriteUseCase(json, inquiry, parts);
            json.WritePropertyName(inquiry.Applicant);
            json.WriteRawValue(profile.FactsJson.Span, skipInputValidation: true);
            json.WritePropertyName("documents");
            parts.Documents.WriteTo(json);
            json.WritePropertyName("attestations");
            parts.Attestations.WriteTo(json);
            json.WritePropertyName("registrations");
            JsonSerializer.Serialize(json, held, StoredJson.Options);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    private static void WriteUseCase(Utf8JsonWriter json, Inquiry inquiry, SealedPart parts)
    {
        json.WriteStartObject("use_case");
        using (var open = JsonDocument.Parse(inquiry.UseCase))
            foreach (var member in open.RootElement.EnumerateObject()) member.WriteTo(json);
        foreach (var member in parts.UseCase)
        {
            json.WritePropertyName(member.Key);
            member.Value!.WriteTo(json);
        }
        json.WriteEndObject();
    }
}
