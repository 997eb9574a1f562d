using System.Text.Json.Nodes;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>The main job's door: one submission, alone or step by step.</summary>
internal static class CreateInquiry
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPost("", HandleAsync).Requires(Scopes.InquiriesWrite).Idempotent().Waits()
            .WithSummary("Create an inquiry, and submit it at once if asked").Produces<InquiryResource>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(422, "one_applicant", "Give exactly one of business, individual, business_profile_id and individual_profile_id.")
            .Refuses(422, "unknown_profile", "There is no such profile.").Refuses(422, "unknown_document", "There is no such document.")
            .Refuses(422, "unknown_country", "Not a known value.").Refuses(422, "unknown_sender_type", "Not a known value.")
            .ExampleRequest(InquiryExamples.Request).ExampleAnswer(InquiryExamples.Answer);

    private static async Task<IResult> HandleAsync(
        Body<NewInquiry> body, Work work, IProfileDesk profiles, ISubmittedProfiles submitted, IPolicyBook policies, InquiryParts filler, SubjectVault vault, Submission submission)
    {
        var given = body.Value;
        if (Refusal(given, profiles, policies) is { } refusal) return refusal.OfShape ? Refused.Because(refusal) : await work.RefuseAsync(refusal);

        var found = await ProfileAsync(given, work, profiles, submitted);
        if (found.IsRefused(out var unknown)) return await work.RefuseAsync(unknown);
        var profile = found.Value;

        var parts = SealedPart.Empty();
        if (await filler.AddDocumentsAsync(work, profile.Profile, parts, given.Documents) is { } missing) return await work.RefuseAsync(missing);
        InquiryParts.AddAttestations(parts, given.Attestations, work.Now);
        var useCase = InquiryParts.TakeUseCase(parts, given.UseCase);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [profile.Profile], work.Canceled);

        var inquiry = new Inquiry
        {
            TenantId = work.Tenant,
            Id = PublicId.New<InquiryId>(work.Now),
            ReferenceId = given.ReferenceId,
            Country = given.Country!,
            SenderType = given.SenderType!,
            Applicant = profile.IsBusiness ? "business" : "individual",
            ProfileId = profile.Profile,
            UseCase = useCase.ToJsonString(StoredJson.Options),
            Sealed = parts.Seal(ring, profile.Profile),
            Metadata = given.Metadata is null ? null : StoredJson.Write(given.Metadata),
            ExpiresAt = work.Now + Inquiry.Lifetime,
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        await PinAsync(inquiry, useCase, policies, work);
        work.Db.Add(inquiry);
        work.Record("inquiry.created", inquiry.Id.ToString(), profile.PublicId, new { inquiry.Country, inquiry.SenderType, policy = inquiry.PolicyKey });
        return given.Submit == true
            ? await submission.SubmitAsync(work, inquiry, 201, $"/v1/inquiries/{inquiry.Id}")
            : await work.AnswerAsync(201, InquiryResource.From(inquiry, null), Keeping.Plainly, $"/v1/inquiries/{inquiry.Id}", inquiry);
    }

    /// <summary>The policy of this country, sender type and use: kept for this inquiry whatever is published later.</summary>
    internal static async ValueTask PinAsync(Inquiry inquiry, JsonObject useCase, IPolicyBook policies, Work work)
    {
        var policy = (await policies.InForceAsync(work.Tenant, work.Now, work.Canceled)).Resolve(inquiry.Query(useCase));
        (inquiry.PolicyKey, inquiry.PolicyVersion, inquiry.PolicyHash) = (policy?.Key, policy?.Version, policy?.Hash);
        if (policy is not null) policies.Keep(work.Db, policy, work.Now);
    }

    private static Error? Refusal(NewInquiry given, IProfileDesk profiles, IPolicyBook policies)
    {
        var applicants = (given.Business is null ? 0 : 1) + (given.Individual is null ? 0 : 1) + (given.BusinessProfileId is null ? 0 : 1) + (given.IndividualProfileId is null ? 0 : 1);
        if (applicants != 1) return InquiryErrors.OneApplicant with { OfShape = true };
        if (InquiryShape.Check(given, profiles) is { } fault) return fault;
        return Cells.Unknown(policies, given.Country!, given.SenderType!, "/");
    }

    private static async Task<Result<ProfileReference>> ProfileAsync(NewInquiry given, Work work, IProfileDesk profiles, ISubmittedProfiles submitted)
    {
        if (given.Business is { } business) return await submitted.TakeBusinessAsync(work, business);
        if (given.Individual is { } individual) return await submitted.TakeIndividualAsync(work, individual);
        if (given.BusinessProfileId is { } known)
            return PublicId.TryParse<BusinessProfileId>(known, out var id) && await profiles.FindBusinessAsync(work.Db, id, work.Canceled) is { } found
                ? new ProfileReference(found.Profile, true) : InquiryErrors.UnknownProfile("/business_profile_id");
        return PublicId.TryParse<IndividualProfileId>(given.IndividualProfileId, out var person) && await profiles.FindIndividualAsync(work.Db, person, work.Canceled) is { } held
            ? new ProfileReference(held.Profile, false) : InquiryErrors.UnknownProfile("/individual_profile_id");
    }
}
