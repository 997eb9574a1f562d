using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>A merge patch (RFC 7396) of what an inquiry holds itself. Documents and attestations replace those of the same requirement.</summary>
public sealed record InquiryPatch(
    string? ReferenceId, JsonElement? UseCase, IReadOnlyList<GivenDocument>? Documents, IReadOnlyList<GivenAttestation>? Attestations,
    IReadOnlyDictionary<string, string?>? Metadata, IReadOnlyList<string>? Tags);

internal sealed class InquiryPatchValidator : AbstractValidator<InquiryPatch>
{
    public InquiryPatchValidator()
    {
        RuleFor(i => i.ReferenceId).MaximumLength(255);
        RuleFor(i => i.Documents).Must(d => d is null || d.Count <= 50).WithMessage("At most 50 documents.");
        RuleForEach(i => i.Documents).SetValidator(new GivenDocumentValidator());
        RuleForEach(i => i.Attestations).SetValidator(new GivenAttestationValidator());
        RuleFor(i => i.Metadata).Must(m => m is null || NewInquiryValidator.LabelsFit(InquiryLabels.Set(m))).WithMessage(InquiryLabels.Limits);
        RuleFor(i => i.Tags).Must(t => t is null || t.Count <= 50).WithErrorCode("invalid_tag").WithMessage("At most 50 labels.");
        RuleForEach(i => i.Tags).Must(InquiryTags.IsTag).WithErrorCode("invalid_tag").WithMessage("Up to 60 lower-case letters, digits and . : - _");
    }
}

/// <summary>Changes an inquiry while the applicant has the word.</summary>
internal static class ChangeInquiry
{
    // What an inquiry can be without; its use case is changed member by member, and a document or attestation gives way to another.
    private static readonly string[] Removable = ["reference_id", "metadata", "tags"];

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapPatch("/{id}", HandleAsync).Requires(Scopes.InquiriesWrite).Versioned()
            .WithSummary("Change an inquiry").Produces<InquiryResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(409, "requirement_not_asked", "A reviewer asked about other requirements.");

    private static async Task<IResult> HandleAsync(
        string id, Body<InquiryPatch> body, Work work, HttpContext http, IPolicyBook policies, InquiryParts filler, SubjectVault vault)
    {
        var patch = body.Value;
        if (MergePatch.Removals(body.Raw, Removable) is { } removal) return Refused.Because(removal);
        if ((patch.UseCase is { } given ? FactShape.Check(given, "use_case", "/use_case") : null) is { } fault) return Refused.Because(fault);
        if (InquiryShape.Fields(patch.Documents) is { } field) return Refused.Because(field);
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (ETags.Check(http, inquiry) is { } stale) return Refused.Because(stale);
        if (inquiry.Edit(work.Now) is { } illegal) return Refused.Because(illegal);
        if (AskedDoors.Closed(inquiry, patch) is { } closed) return Refused.Because(closed);

        var ring = await vault.RingAsync(work.Db, work.Tenant, [inquiry.ProfileId], work.Canceled);
        if (!ring.Has(inquiry.ProfileId)) return Refused.Because(InquiryErrors.ApplicantErased);
        var parts = SealedPart.Open(inquiry, ring);
        if (await filler.AddDocumentsAsync(work, inquiry.ProfileId, parts, patch.Documents) is { } missing) return Refused.Because(missing);
        InquiryParts.AddAttestations(parts, patch.Attestations, work.Now);
        if (patch.UseCase is { } useCase) await MergeAsync(inquiry, parts, useCase, policies, work);
        var removed = MergePatch.Removed(body.Raw);
        if (InquiryLabels.Merge(inquiry, patch.Metadata, removed) is { } overfull) return Refused.Because(overfull);
        if (patch.ReferenceId is not null || removed.Contains("reference_id")) inquiry.ReferenceId = patch.ReferenceId;
        if (patch.Tags is not null || removed.Contains("tags")) InquiryTags.Set(work, inquiry, [.. (patch.Tags ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        inquiry.Sealed = parts.Seal(ring, inquiry.ProfileId);
        inquiry.UpdatedAt = work.Now;
        work.Record("inquiry.updated", inquiry.Id.ToString(), details: new { fields = Named(patch).Union(removed, StringComparer.Ordinal) });
        return await work.AnswerAsync(200, InquiryResource.From(inquiry, null), Keeping.Plainly, etag: inquiry);
    }

    // What the use case says may lead to another policy: an inquiry that is not decided yet follows. Where it does not, the version stays that it began with.
    private static async ValueTask MergeAsync(Inquiry inquiry, SealedPart parts, JsonElement patch, IPolicyBook policies, Work work)
    {
        var target = JsonNode.Parse(inquiry.UseCase)!.AsObject();
        foreach (var member in parts.UseCase) target[member.Key] = member.Value?.DeepClone();
        parts.UseCase.Clear();
        var before = inquiry.Query();
        var merged = MergePatch.Apply(target, patch).AsObject();
        parts.TakeFrom(merged);
        inquiry.UseCase = merged.ToJsonString(StoredJson.Options);
        if (inquiry.PolicyHash is null || inquiry.Query(merged) != before) await CreateInquiry.PinAsync(inquiry, merged, policies, work);
    }

    private static IEnumerable<string> Named(InquiryPatch patch)
    {
        if (patch.ReferenceId is not null) yield return "reference_id";
        if (patch.UseCase is not null) yield return "use_case";
        if (patch.Documents is not null) yield return "documents";
        if (patch.Attestations is not null) yield return "attestations";
        if (patch.Metadata is not null) yield return "metadata";
        if (patch.Tags is not null) yield return "tags";
    }
}

/// <summary>While a reviewer waits for answers, exactly what is due is open.</summary>
internal static class AskedDoors
{
    public static Error? Closed(Inquiry inquiry, InquiryPatch patch)
    {
        if (inquiry.AskedFor.Length == 0 || inquiry.Requirements is null) return null;
        var due = StoredJson.Read<RequirementsResource>(inquiry.Requirements).CurrentlyDue;
        var open = due.Select(d => d.Requirement).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < (patch.Documents?.Count ?? 0); i++)
            if (!open.Contains(patch.Documents![i].Requirement!)) return InquiryErrors.NotAsked(Place("documents", i), patch.Documents[i].Requirement!);
        for (var i = 0; i < (patch.Attestations?.Count ?? 0); i++)
            if (!open.Contains(patch.Attestations![i].Requirement!)) return InquiryErrors.NotAsked(Place("attestations", i), patch.Attestations[i].Requirement!);
        return patch.UseCase is not null && !due.Any(d => d.Path.StartsWith("use_case", StringComparison.Ordinal)) ? InquiryErrors.NotAsked("/use_case", "use_case") : null;
    }

    private static string Place(string list, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/{list}/{index}/requirement");
}
