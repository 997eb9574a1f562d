using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Cases;

/// <summary>Erases what is written on a case that is about no profile: its title, fields, notes and proposals. What happened to it stays in the records.</summary>
internal static class RedactCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/redact", HandleAsync).Requires(Scopes.ProfilesRedact).Idempotent().Versioned()
            .WithSummary("Erase what is written on a case of no profile").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 422)
            .Refuses(409, "case_of_profile", "It goes with its profile: redact that one.");

    private static async Task<IResult> HandleAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        if (row.ProfileId is not null) return await work.RefuseAsync(CaseErrors.OfProfile);
        if (row.Status is not CaseStatus.Resolved) return await work.RefuseAsync(CaseErrors.Transition(row.Status, "redacted"));
        if ((await CaseResource.RingAsync(work, vault, row)).Has(row.SealedFor))
        {
            await vault.DestroyAsync(work.Db, work.Tenant, row.SealedFor, work.Now, work.Canceled);
            (row.Sealed, row.UpdatedAt) = (null, work.Now);
            CaseLog.Write(work, "case.redacted", row);
        }
        return await CaseResource.AnswerAsync(work, row, vault);
    }
}
