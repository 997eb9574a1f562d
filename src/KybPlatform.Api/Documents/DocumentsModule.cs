using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Documents.Pictures;
using KybPlatform.Api.Documents.Scanning;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Documents;

public static class DocumentsModule
{
    public static IServiceCollection AddDocuments(this IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton<IDocumentStore>(_ => new DiskDocumentStore(Path.Combine(Path.GetFullPath(settings.DataFolder), "documents")));
        foreach (var provider in settings.Providers.Where(p => p.Kind == "clamd"))
            services.AddSingleton<IFileScanner>(s => new ClamdScanner(provider.Url!.Host, provider.Url.Port, s.GetRequiredService<TimeProvider>()));
        var passUnscanned = settings.Providers.Any(p => p is { Kind: "clamd", WhenDown: "pass" });
        services.AddSingleton<PictureCleaner>()
            .AddSingleton(s => new Preparation(s.GetService<IFileScanner>(), passUnscanned, s.GetRequiredService<PictureCleaner>(), s.GetRequiredService<IDocumentStore>()))
            .AddJob<PrepareDocument>(PrepareDocument.Kind, DocumentId.Prefix, atOnce: 2);
        services.AddSingleton<IDocuments, StoredDocuments>().AddSingleton<OrphanSweep>();
        if (settings.Roles.HasFlag(PlatformRoles.Worker)) services.AddHostedService(s => s.GetRequiredService<OrphanSweep>());
        return services;
    }

    /// <summary>Confined work on documents.</summary>
    /// <returns>Null where the work is somebody else's; false where the file is not what it should be.</returns>
    public static bool? RunConfined(string task, Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Split(':') is [PictureCleaning.Task, var contentType] ? PictureCleaning.Clean(contentType, input, output) : null;
    }

    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        var documents = api.MapGroup("/documents").About("Documents", "Files that prove something: encrypted as they come, scanned where there is a scanner, pictures drawn anew.");
        UploadDocument.Map(documents);
        ReadDocument.Map(documents);
    }
}
