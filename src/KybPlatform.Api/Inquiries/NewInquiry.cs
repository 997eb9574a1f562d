using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;

namespace KybPlatform.Api.Inquiries;

/// <summary>A document for a requirement. <paramref name="Fields"/> is what the applicant says that it shows.</summary>
/// <param name="Requirement">The key of the policy's requirement that it answers.</param>
public sealed record GivenDocument(string? Requirement, string? DocumentId, string? Type, DateOnly? IssuedOn, DateOnly? ExpiresOn, [property: Facts("documents.x.fields")] JsonElement? Fields);

/// <summary>A declaration of the applicant, by the key of the requirement that asks for it.</summary>
public sealed record GivenAttestation(string? Requirement, bool? Accepted, string? By);

/// <summary>One pass for one country and sender type. Exactly one of the four applicant fields comes with it.</summary>
public sealed record NewInquiry(
    string? Country, string? SenderType, string? ReferenceId, bool? Submit,
    [property: Facts("use_case")] JsonElement? UseCase, [property: Facts("business")] JsonElement? Business, [property: Facts("individual")] JsonElement? Individual,
    string? BusinessProfileId, string? IndividualProfileId, IReadOnlyList<GivenDocument>? Documents, IReadOnlyList<GivenAttestation>? Attestations,
    IReadOnlyDictionary<string, string>? Metadata);

internal sealed class GivenDocumentValidator : AbstractValidator<GivenDocument>
{
    public GivenDocumentValidator()
    {
        RuleFor(d => d.Requirement).NotEmpty().MaximumLength(100);
        RuleFor(d => d.DocumentId).NotEmpty().MaximumLength(64);
        RuleFor(d => d.Type).NotEmpty().MaximumLength(64);
    }
}

internal sealed class GivenAttestationValidator : AbstractValidator<GivenAttestation>
{
    public GivenAttestationValidator()
    {
        RuleFor(a => a.Requirement).NotEmpty().MaximumLength(100);
        RuleFor(a => a.Accepted).NotNull();
        RuleFor(a => a.By).MaximumLength(200);
    }
}

internal sealed class NewInquiryValidator : AbstractValidator<NewInquiry>
{
    public NewInquiryValidator()
    {
        RuleFor(i => i.Country).NotEmpty().MaximumLength(10);
        RuleFor(i => i.SenderType).NotEmpty().MaximumLength(40);
        RuleFor(i => i.ReferenceId).MaximumLength(255);
        RuleFor(i => i.Documents).Must(d => d is null || d.Count <= 50).WithMessage("At most 50 documents.");
        RuleForEach(i => i.Documents).SetValidator(new GivenDocumentValidator());
        RuleForEach(i => i.Attestations).SetValidator(new GivenAttestationValidator());
        RuleFor(i => i.Metadata).Must(LabelsFit).WithMessage(InquiryLabels.Limits);
    }

    internal static bool LabelsFit(IReadOnlyDictionary<string, string>? labels) =>
        labels is null || (labels.Count <= 50 && labels.All(l => l.Key.Length is > 0 and <= 40 && l.Value is { Length: <= 500 }));
}

/// <summary>Faults that only the vocabulary can see.</summary>
internal static class InquiryShape
{
    public static Error? Check(NewInquiry inquiry, IProfileDesk profiles) =>
        (inquiry.UseCase is { } useCase ? FactShape.Check(useCase, "use_case", "/use_case") : null)
        ?? (inquiry.Business is { } business ? profiles.CheckShape(business, true, "/business") : null)
        ?? (inquiry.Individual is { } individual ? profiles.CheckShape(individual, false, "/individual") : null)
        ?? Fields(inquiry.Documents);

    public static Error? Fields(IReadOnlyList<GivenDocument>? documents)
    {
        for (var i = 0; i < (documents?.Count ?? 0); i++)
            if (documents![i].Fields is { } fields && FactShape.Check(fields, "documents.x.fields", $"/documents/{i}/fields") is { } fault) return fault;
        return null;
    }
}
