using KybPlatform.Api.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Audit;

public static class AuditModule
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        ListEvents.Map(api.MapGroup("/events").About("Events", "What happened, in the order in which it became readable."));
        ListAuditEntries.Map(api.MapGroup("/audit-entries").About("Audit", "Who did what, entry by entry."));
    }
}
