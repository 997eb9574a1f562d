using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.BuildingBlocks;

/// <summary>The platform's own tools for forms, tests and tenants' systems: questions that store nothing.</summary>
public static class BuildingBlocksModule
{
    /// <summary>Nothing of its own: the blocks are pure libraries.</summary>
    public static IServiceCollection AddBuildingBlocks(this IServiceCollection services) => services;

    public static void MapBuildingBlocks(this IEndpointRouteBuilder api)
    {
        var identifiers = api.MapGroup("/identifiers").About("Building blocks", "Questions to the libraries inside, in batches. Nothing is stored.");
        ListSchemes.Map(identifiers);
        ValidateIdentifiers.Map(identifiers);
        ParseMrz.Map(identifiers);
        ListReferenceData.Map(api);
        EvaluateExpressions.Map(api);
        FindBeneficialOwners.Map(api);
    }
}
