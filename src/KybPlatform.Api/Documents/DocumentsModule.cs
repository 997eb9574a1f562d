using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Documents;

public static class DocumentsModule
{
    public static IServiceCollection AddDocuments(this IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton<IDocumentStore>(_ => new DiskDocumentStore(Path.Combine(Path.GetFullPath(settings.DataFolder), "documents")));
        services.AddSingleton<IDocuments, StoredDocuments>().AddSingleton<OrphanSweep>();
        if (settings.Roles.HasFlag(PlatformRoles.Worker)) services.AddHostedService(s => s.GetRequiredService<OrphanSweep>());
        return services;
    }

    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        var documents = api.MapGroup("/documents").About("Documents", "Files that prove something: encrypted as they come, downloaded as they were.");
        UploadDocument.Map(documents);
        ReadDocument.Map(documents);
    }
}
