using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Verifications;

/// <summary>Asks once more, or gives up on an answer.</summary>
internal static class MoveVerification
{
    public static void Map(RouteGroupBuilder verifications)
    {
        verifications.MapPost("/{id}/retry", RetryAsync).Requires(Scopes.VerificationsWrite).Idempotent().Versioned()
            .WithSummary("Ask once more, with the facts of now: a new verification").Produces<VerificationResource>(201).ProducesRefusals(400, 404, 409, 422);
        verifications.MapPost("/{id}/cancel", CancelAsync).Requires(Scopes.VerificationsWrite).Idempotent().Versioned()
            .WithSummary("Give up on an answer that is still to come").Produces<VerificationResource>().ProducesRefusals(400, 404, 409, 422);
    }

    private static async Task<IResult> RetryAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work, VerificationDesk desk, VerificationFacts facts)
    {
        if (await ReadVerifications.FindAsync(work, id) is not { } former) return Refused.Because(VerificationErrors.NotFound);
        if (ETags.Check(http, former) is { } stale) return Refused.Because(stale);
        if (former.Status is VerificationStatus.Pending or VerificationStatus.Running or VerificationStatus.Canceled)
            return await work.RefuseAsync(Error.Conflict("invalid_transition", $"A verification that is {SnakeCase.Of(former.Status)} cannot be retried."));
        var gathered = former.InquiryId is { } inquiry ? await facts.OfInquiryAsync(work, new InquiryId(inquiry))
            : former.OfBusiness ? await facts.OfBusinessAsync(work, former.ProfileId, null) : await facts.OfIndividualAsync(work, former.ProfileId, null);
        if (gathered is null || desk.Find(former.Type, work.Caller.Live) is null || FactReader.About(gathered.Facts, former.Subject).ValueKind == JsonValueKind.Undefined)
            return await work.RefuseAsync(VerificationErrors.SubjectGone);
        var checks = former.AskedChecks ?? [.. StoredJson.Read<Dictionary<string, CheckOutcome>>(former.Checks).Keys.Order(StringComparer.Ordinal)];
        // On the terms of the former one: a laxer question would clear whom that one found.
        var lists = former.AskedLists ?? (former.Lists is null ? [] : [.. StoredJson.Read<List<ListUse>>(former.Lists).Select(l => l.Key)]);
        return await RunVerification.RunAsync(work, desk, gathered, new VerificationOrder(former.Type, former.Subject, checks, lists, null, former.Threshold));
    }

    private static async Task<IResult> CancelAsync(string id, [OptionalBody] Body<EmptyRequest> body, HttpContext http, Work work)
    {
        if (await ReadVerifications.FindAsync(work, id) is not { } verification) return Refused.Because(VerificationErrors.NotFound);
        if (ETags.Check(http, verification) is { } stale) return Refused.Because(stale);
        if (verification.Cancel(work.Now) is { } illegal) return await work.RefuseAsync(illegal);
        work.Record("verification.canceled", verification.Id.ToString(), RunVerification.ProfileName(verification), new { verification.Type, verification.Subject });
        return await work.AnswerAsync(200, VerificationResource.From(verification, work.Now), Keeping.Plainly, etag: verification);
    }
}
