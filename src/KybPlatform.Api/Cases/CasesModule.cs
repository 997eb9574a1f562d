using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Cases;

public static class CasesModule
{
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services.AddSingleton<ICaseDesk, CaseDesk>().AddEventObjects<CaseObjects>(CaseId.Prefix, SnakeCase.All<CaseStatus>()).AddScoped<ITenantSweep, CaseClocks>().AddScoped<ITenantSweep, OfferCases>().AddScoped<ITenantWatch, CaseWatch>().AddScoped<IErasedWithProfile, ErasedCases>().AddJob<AssignCases>(AssignCases.Kind, CaseId.Prefix)
            .AddJob<ReleaseCases>(ReleaseCases.Kind, "usr").AddJob<ReleaseCases>(ReleaseCases.OfKey, "key").AddScoped<IFollowsUsers>(s => s.GetRequiredService<ReleaseCases>()).AddSingleton<IFollowsTenants, ShippedSetup>();

    public static void MapCases(this IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/cases").About("Cases", "Work for a person: inquiries in review, and anything else that somebody has to look at.");
        OpenCase.Map(cases);
        ReadCases.Map(cases);
        ChangeCase.Map(cases);
        ClaimCase.Map(cases);
        AssignCase.Map(cases);
        CaseNotes.Map(cases);
        CaseAttachments.Map(cases);
        RelatedCases.Map(cases);
        RequestInformation.Map(cases);
        ResolveCase.Map(cases);
        UndoDecision.Map(cases);
        RedactCase.Map(cases);
        var setup = "How cases are worked on: queues, templates, calendars, and who knows what.";
        ManageQueues.Map(api.MapGroup("/case-queues").About("Case setup", setup));
        ManageTemplates.Map(api.MapGroup("/case-templates").About("Case setup", setup));
        ManageCalendars.Map(api.MapGroup("/business-calendars").About("Case setup", setup));
        ManageReviewers.Map(api.MapGroup("/case-reviewers").About("Case setup", setup));
    }
}
