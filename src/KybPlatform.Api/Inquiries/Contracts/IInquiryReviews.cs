using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Inquiries.Contracts;

/// <summary>Why a requirement that did not pass may stay so.</summary>
/// <param name="Requirement">Its key in the policy.</param>
/// <param name="Reason">In words; kept sealed with the decision.</param>
public sealed record RequirementOverride(string? Requirement, string? Reason)
{
    /// <summary>A request's fields as a verdict. Of a requirement that is named twice the last reason holds.</summary>
    public static Verdict Verdict(DecisionOutcome outcome, IReadOnlyList<string>? reasons, string? note, bool? retryable, IReadOnlyList<RequirementOverride>? overrides)
    {
        var why = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in overrides ?? []) why[item.Requirement!] = item.Reason!;
        return new Verdict(outcome, reasons ?? [], note, retryable, why);
    }
}

/// <summary>An override names its requirement and its reason.</summary>
internal sealed class RequirementOverrideValidator : AbstractValidator<RequirementOverride>
{
    public RequirementOverrideValidator()
    {
        RuleFor(o => o.Requirement).NotEmpty().MaximumLength(100);
        RuleFor(o => o.Reason).NotEmpty().MaximumLength(1000);
    }
}

/// <summary>What the applicant is asked about one requirement.</summary>
/// <param name="Requirement">Its key in the policy.</param>
/// <param name="Text">For the applicant's eyes; kept sealed.</param>
public sealed record AskedRequirement(string? Requirement, string? Text);

/// <summary>A requirement by its key, and words for the applicant.</summary>
internal sealed class AskedRequirementValidator : AbstractValidator<AskedRequirement>
{
    public AskedRequirementValidator()
    {
        RuleFor(a => a.Requirement).NotEmpty().MaximumLength(100);
        RuleFor(a => a.Text).NotEmpty().MaximumLength(2000);
    }
}

/// <summary>What holds for all that is asked at once.</summary>
internal static class AskedRequirements
{
    public static void AskedOnce<T>(this IRuleBuilder<T, IReadOnlyList<AskedRequirement>?> asked) => asked
        .Must(r => r is null || r.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100.")
        .Must(r => r is null || r.DistinctBy(i => i.Requirement).Count() == r.Count).WithErrorCode("invalid_value").WithMessage("Each requirement once.");
}

/// <summary>An inquiry as other capabilities need to know it.</summary>
/// <param name="Applicant"><c>business</c> or <c>individual</c>.</param>
/// <param name="Case">Its last case; null where it never was in review.</param>
/// <param name="Ended">Approved, declined, expired or withdrawn.</param>
public sealed record InquiryBrief(InquiryId Id, Guid Profile, string Applicant, string Country, string SenderType, bool InReview, Guid? Case = null, bool Ended = false);

/// <summary>What persons do to inquiries that wait for them.</summary>
public interface IInquiryReviews
{
    /// <summary>Null where the tenant has no such inquiry.</summary>
    Task<InquiryBrief?> FindAsync(PlatformDb db, InquiryId id, CancellationToken ct);

    /// <summary>Puts a person's decision into the unit of work, or its proposal where two persons decide.</summary>
    Task<Error?> DecideAsync(Work work, InquiryId id, Verdict verdict);

    /// <summary>Asks the applicant about exactly these requirements.</summary>
    /// <param name="until">Null for two weeks, at the latest until the inquiry expires.</param>
    Task<Error?> AskAsync(Work work, InquiryId id, IReadOnlyList<AskedRequirement> asked, DateTimeOffset? until, string? note);

    /// <summary>The applicant did not answer in time: the inquiry is decided by what there is.</summary>
    /// <returns>False where nobody waits for the applicant any more.</returns>
    Task<bool> OverdueAsync(PlatformDb db, InquiryId id, DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes a person's decision back, with the permission that it gave.</summary>
    Task<Error?> UndoAsync(Work work, InquiryId id, DecisionId decision);
}
