using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Inquiries;

public static class InquiriesModule
{
    public static IServiceCollection AddInquiries(this IServiceCollection services) =>
        services.AddSingleton<DecisionWaits>().AddSingleton<AwaitedInquiries>().AddSingleton<IAwaitedAnswers>(s => s.GetRequiredService<AwaitedInquiries>())
            .AddSingleton<Evaluations>().AddScoped<Dossiers>().AddScoped<IInquiryFacts>(s => s.GetRequiredService<Dossiers>()).AddScoped<InquiryParts>().AddScoped<Reassessor>().AddScoped<FollowPolicies>().AddSingleton<FollowedPolicies>().AddScoped<IPolicyImpact, PolicyImpact>().AddScoped<Submission>().AddSingleton<AskedInformation>().AddScoped<HandDecisions>().AddScoped<IInquiryReviews>(s => s.GetRequiredService<HandDecisions>()).AddSingleton<IInquiryTags, InquiryTags>().AddSingleton<IInquiryPicks, InquiryPicks>()
            .AddScoped<ITenantSweep, ExpireInquiries>().AddScoped<ITenantSweep, FollowPoliciesSweep>().AddScoped<ITenantWatch, InquiryWatch>()
            .AddScoped<IErasedWithProfile, ErasedInquiries>().AddEventObjects<InquiryObjects>(InquiryId.Prefix, SnakeCase.All<InquiryStatus>())
            .AddJob<DecideInquiry>(DecideInquiry.Kind, InquiryId.Prefix).AddJob<RevetRegistrations>(Revetting.Job).AddJob<RevetRegistrations>(RevetRegistrations.ByPolicy)
            .AddJob<FollowScreening>(InquiryFollowUps.Rescreened).AddJob<FollowPoliciesJob>(PolicyFollowUps.Job, TenantId.Prefix).AddSingleton(new DueWhenClockMoves(PolicyFollowUps.Job));

    public static void MapInquiries(this IEndpointRouteBuilder api)
    {
        var inquiries = api.MapGroup("/inquiries").About("Inquiries", "One pass of one applicant for one country and sender type: from the first fact to the decision.");
        CreateInquiry.Map(inquiries);
        ReadInquiries.Map(inquiries);
        ChangeInquiry.Map(inquiries);
        LookAtRequirements.Map(inquiries);
        MoveInquiry.Map(inquiries);
        DecideByHand.Map(inquiries);
        InquiryDocuments.Map(inquiries);
        ReviewDocuments.Map(inquiries);
        InquiryTimeline.Map(inquiries);
    }
}
