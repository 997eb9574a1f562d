using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Profiles.Contracts;
using KybPlatform.Api.Profiles.Holds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Profiles;

public static class ProfilesModule
{
    public static IServiceCollection AddProfiles(this IServiceCollection services) =>
        services.AddSingleton<PersonSeal>().AddSingleton<ProfileLedger>().AddSingleton<ProfileDesk>().AddSingleton<IProfileDesk>(s => s.GetRequiredService<ProfileDesk>())
            .AddSingleton<BusinessEdits>().AddSingleton<IndividualEdits>().AddSingleton<ISubmittedProfiles, SubmittedProfiles>().AddSingleton<IProfileFields, ProfileFields>().AddScoped<RedactProfile>();

    public static void MapProfiles(this IEndpointRouteBuilder api)
    {
        var businesses = api.MapGroup("/business-profiles").About("Business profiles", "The system-of-record entries of legal entities and their people, living across inquiries.");
        BusinessProfiles.Map(businesses);
        ListProfiles.MapBusinesses(businesses);
        ChangePeople.Map(businesses);
        ReadBeneficialOwners.Map(businesses);
        ReadOwnershipStatements.Map(businesses);
        ReadHistory.MapBusiness(businesses);
        RedactProfile.MapBusiness(businesses);
        var individuals = api.MapGroup("/individual-profiles").About("Individual profiles", "The system-of-record entries of people who apply for themselves.");
        IndividualProfiles.Map(individuals);
        ListProfiles.MapIndividuals(individuals);
        ReadHistory.MapIndividual(individuals);
        RedactProfile.MapIndividual(individuals);
        LegalHolds.Map(api.MapGroup("/legal-holds").About("Legal holds", "What forbids that a profile is erased."));
    }
}
