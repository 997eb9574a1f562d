using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Audit;

public static class AuditModule
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        ListEvents.Map(api.MapGroup("/events").WithTags("Events"));
        ListAuditEntries.Map(api.MapGroup("/audit-entries").WithTags("Audit"));
    }
}
