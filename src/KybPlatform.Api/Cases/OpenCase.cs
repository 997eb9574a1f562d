using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Profiles.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>Work for a person that no inquiry in review makes by itself. It may be about an inquiry, a profile, or neither.</summary>
/// <param name="Assignee">A user, <c>usr_…</c>.</param>
public sealed record NewCase(
    string? Title, string? InquiryId, string? BusinessProfileId, string? IndividualProfileId, string? Country, string? SenderType, CaseQueueId? QueueId, CaseTemplateId? TemplateId,
    int? Priority, string? Assignee);

internal sealed class NewCaseValidator : AbstractValidator<NewCase>
{
    public NewCaseValidator()
    {
        RuleFor(c => c.Title).NotEmpty().MaximumLength(300);
        RuleFor(c => c.Country).MaximumLength(10);
        RuleFor(c => c.SenderType).MaximumLength(40);
        RuleFor(c => c.Priority).InclusiveBetween(-1000, 1000);
        RuleFor(c => c).Must(c => new[] { c.InquiryId, c.BusinessProfileId, c.IndividualProfileId }.Count(i => i is not null) <= 1)
            .OverridePropertyName("").WithErrorCode("one_profile").WithMessage("Give at most one of inquiry_id, business_profile_id and individual_profile_id.");
    }
}

internal static class OpenCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("", HandleAsync).Requires(Scopes.CasesWork).Idempotent()
            .WithSummary("Open a case by hand").Produces<CaseResource>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(403, "missing_scope", "Giving the case to somebody else needs cases:manage.").Refuses(409, "case_exists", "The inquiry has an unresolved case.")
            .ExampleRequest("""{ "title": "Ask the carrier about the sender", "country": "GB", "sender_type": "alphanumeric", "priority": 0 }""");

    private static async Task<IResult> HandleAsync(Body<NewCase> body, Work work, ICaseDesk desk, IInquiryReviews inquiries, IProfileDesk profiles, SubjectVault vault)
    {
        // Taking it oneself is what claiming is; giving it to others is not.
        if (body.Value.Assignee is { } to && to != work.Caller.Actor.ToString() && !work.Caller.Scopes.Contains(Scopes.CasesManage)) return Refused.Because(CaseErrors.AssignNeedsManage);
        var about = await AboutAsync(work, body.Value, inquiries, profiles);
        if (about.IsRefused(out var unknown)) return await work.RefuseAsync(unknown);
        var opened = await desk.OpenAsync(work.Db, work.Caller.Actor, about.Value, work.Now, work.Canceled);
        if (opened.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        var row = work.Db.Set<Case>().Local.Single(c => c.Id == opened.Value);
        try
        {
            return await CaseResource.AnswerAsync(work, row, vault, 201);
        }
        catch (ConflictException taken) when (taken.Constraint == CaseConfiguration.OneOpenIndex)
        {
            return await work.RefuseAsync(CaseErrors.Exists);
        }
    }

    private static async Task<Result<NewWork>> AboutAsync(Work work, NewCase given, IInquiryReviews inquiries, IProfileDesk profiles)
    {
        var about = new NewWork(given.Title!, null, null, null, given.Country, given.SenderType, given.QueueId, given.TemplateId, given.Priority ?? 0, given.Assignee);
        if (given.InquiryId is { } inquiry)
            return PublicId.TryParse<InquiryId>(inquiry, out var id) && await inquiries.FindAsync(work.Db, id, work.Canceled) is { } brief
                ? about with { Inquiry = id, Profile = brief.Profile, Applicant = brief.Applicant, Country = brief.Country, SenderType = brief.SenderType }
                : CaseErrors.Unknown("/inquiry_id", "unknown_inquiry", "inquiry");
        if (given.BusinessProfileId is { } business)
            return PublicId.TryParse<BusinessProfileId>(business, out var id) && await profiles.FindBusinessAsync(work.Db, id, work.Canceled) is not null
                ? about with { Profile = id.Value, Applicant = "business" }
                : CaseErrors.Unknown("/business_profile_id", "unknown_profile", "profile");
        if (given.IndividualProfileId is { } individual)
            return PublicId.TryParse<IndividualProfileId>(individual, out var id) && await profiles.FindIndividualAsync(work.Db, id, work.Canceled) is not null
                ? about with { Profile = id.Value, Applicant = "individual" }
                : CaseErrors.Unknown("/individual_profile_id", "unknown_profile", "profile");
        return about;
    }
}
