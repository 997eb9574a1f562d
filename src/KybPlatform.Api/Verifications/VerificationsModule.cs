using KybPlatform.Api.Confined;
using KybPlatform.Api.Documents.Contracts;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Http.Outbound;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Api.Verifications.Providers;
using KybPlatform.Api.Verifications.Reading;
using KybPlatform.Api.Webhooks.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KybPlatform.Api.Verifications;

public static class VerificationsModule
{
    /// <param name="providers">Those that answer verifications by themselves.</param>
    /// <param name="asksDns">Whether e-mail domains are looked up in the domain name system.</param>
    public static IServiceCollection AddVerifications(this IServiceCollection services, bool asksDns, IReadOnlyList<ProviderSettings> providers)
    {
        foreach (var provider in providers.Where(p => p.Kind == SignedProvider.Kind))
            services.AddSingleton<IVerificationProvider>(s => new SignedProvider(provider, s.GetRequiredService<OutboundLines>().For(provider), s.GetRequiredService<TimeProvider>()));
        foreach (var provider in providers.Where(p => p.Kind == YenteProvider.Kind))
            services.AddSingleton<IVerificationProvider>(s => new YenteProvider(provider, s.GetRequiredService<OutboundLines>().For(provider)));
        foreach (var provider in providers.Where(p => p.Kind == MiddeskProvider.Kind))
            services.AddSingleton<IVerificationProvider>(s => new MiddeskProvider(provider, s.GetRequiredService<OutboundLines>().For(provider), s.GetRequiredService<TimeProvider>()));
        foreach (var provider in providers.Where(p => p.Kind == PersonaProvider.Kind))
            services.AddSingleton<IVerificationProvider>(s => new PersonaProvider(provider, s.GetRequiredService<OutboundLines>().For(provider), s.GetRequiredService<IDocuments>(), s.GetRequiredService<TimeProvider>()));
        foreach (var provider in providers.Where(p => p.Kind == "tesseract"))
            services.AddSingleton(s => new TesseractReader("tesseract", provider.Dataset ?? "eng", s.GetRequiredService<TimeProvider>())).AddSingleton<IDocumentReader>(s => s.GetRequiredService<TesseractReader>());
        services.AddSingleton<IDocumentReader>(s => new PdfReader(s.GetRequiredService<IConfinedRuns>(), s.GetService<TesseractReader>()));
        services.AddSingleton<IVerificationProvider>(s => new DocumentContentProvider(s.GetRequiredService<IDocuments>(), s.GetServices<IDocumentReader>(), s.GetService<IFileScanner>()));
        // Where nobody may be asked, a website is not offered, and policies that name it go by when_unavailable.
        if (asksDns)
            services.AddSingleton<IMailDomains>(s => new DnsMailDomains(s.GetRequiredService<TimeProvider>())).AddSingleton<IWebPages, GuardedWebPages>().AddSingleton<IVerificationProvider, WebsiteProvider>();
        services.AddSingleton<IVerificationProvider, IdentifierProvider>().AddSingleton<IVerificationProvider, DocumentProvider>()
            .AddSingleton<IVerificationProvider, PhoneProvider>().AddSingleton<IVerificationProvider, DuplicateProvider>()
            .AddSingleton<IVerificationProvider, SanctionsProvider>().AddSingleton<IVerificationProvider, BusinessRegisterProvider>()
            .AddSingleton<IVerificationProvider>(s => new EmailProvider(s.GetService<IMailDomains>()));
        return services.AddSingleton<VerificationDesk>().AddSingleton<IVerificationDesk>(s => s.GetRequiredService<VerificationDesk>()).AddScoped<VerificationFacts>().AddScoped<IVerificationOrders, OrderedVerifications>().AddEventObjects<VerificationObjects>(VerificationId.Prefix, SnakeCase.All<VerificationStatus>()).AddScoped<ITenantSweep, TellExpiry>();
    }

    /// <summary>Confined work on what documents hold.</summary>
    /// <returns>Null where the work is somebody else's; false where the file is not what it should be.</returns>
    public static bool? RunConfined(string task, Stream input, Stream output) => task is PdfParsing.Task ? PdfParsing.Parse(input, output) : null;

    public static void MapVerifications(this IEndpointRouteBuilder api)
    {
        var verifications = api.MapGroup("/verifications").About("Verifications", "Checks of subjects by providers, with what they saw.");
        RunVerification.Map(verifications);
        ReadVerifications.Map(verifications);
        MoveVerification.Map(verifications);
        ListVerificationTypes.Map(api);
    }
}
