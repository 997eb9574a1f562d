using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Audit;

public static class AuditModule
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        ListEvents.Map(api.MapGroup("/events").About("Events", "What happened, by gapless positions: read on from where you were."));
        ListAuditEntries.Map(api.MapGroup("/audit-entries").About("Audit", "Who changed what, and when; written with the change itself."));
    }
}
