using System.Text;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Registrations.Contracts;
using KybPlatform.Api.Screening.Contracts;
using KybPlatform.Api.Verifications.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Screening;

/// <summary>A person's word for what a match is.</summary>
/// <param name="Disposition"><c>true_match</c> or <c>false_positive</c>.</param>
/// <param name="Note">Why; kept with the match and erased with the person.</param>
public sealed record DispositionRequest(string? Disposition, string? Note);

internal sealed class DispositionRequestValidator : AbstractValidator<DispositionRequest>
{
    public DispositionRequestValidator()
    {
        RuleFor(r => r.Disposition).NotEmpty().Must(d => d is null or "true_match" or "false_positive").WithErrorCode("unknown_value").WithMessage("Not one of true_match, false_positive.");
        RuleFor(r => r.Note).NotEmpty().MaximumLength(4000);
    }
}

/// <summary>
/// Says what a match is. A false positive no longer counts in the next screening of the same facts against the same entry; what was answered
/// before lapses, and what rests on it is looked at again. A true match is one when a second person says so too, and ends the same way.
/// </summary>
internal static class DecideMatch
{
    public static void Map(RouteGroupBuilder screening) =>
        screening.MapPost("/matches/{id}/disposition", HandleAsync).Requires(Scopes.ScreeningReview).Idempotent().Versioned()
            .WithSummary("Say what a possible match is; a true match takes two persons").Produces<MatchResource>().Produces<MatchResource>(202).ProducesRefusals(400, 404, 409, 422)
            .Refuses(403, "person_required", "A true match takes two persons: a service's key is none of them.").Refuses(403, "same_person", "Whoever said the first word does not say the second.")
            .ExampleRequest("""{ "disposition": "false_positive", "note": "Another date of birth, seen in the passport." }""");

    private static async Task<IResult> HandleAsync(
        string id, Body<DispositionRequest> body, Work work, SubjectVault vault, IVerificationDesk verifications, Signals signals, HttpContext http)
    {
        if (await ReadMatches.FindAsync(work, id) is not { } match) return Refused.Because(ScreeningErrors.MatchNotFound);
        if (ETags.Check(http, match) is { } changed) return Refused.Because(changed);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [match.SealedFor], work.Canceled);
        if (!ring.Has(match.SealedFor)) return await work.RefuseAsync(Error.Conflict("subject_erased", "Whom the match was about has been erased."));

        var to = SnakeCase.Parse<MatchStatus>(body.Value.Disposition!);
        var note = ring.Seal(match.SealedFor, Encoding.UTF8.GetBytes(body.Value.Note!), MatchBook.NotePurpose);
        var said = match.Decide(to, work.Caller.Actor, note, work.Now);
        if (said.IsRefused(out var refused)) return await work.RefuseAsync(refused);
        if (!said.Value)
        {
            work.Record($"screening.match_{SnakeCase.Of(to)}_proposed", match.Id.ToString(), MatchBook.ProfileName(match), new { list = match.ListKey, subject = match.Subject });
            return await work.AnswerAsync(202, MatchResource.From(match, ring), new Keeping([match.SealedFor]), etag: match);
        }
        verifications.Lapse(work.Db, match.ProfileId, "sanctions_screening", match.Subject, work.Now);
        work.Db.Enqueue(Revetting.Job, match.ProfileId, work.Now);
        work.Db.Enqueue(InquiryFollowUps.Rescreened, match.ProfileId, work.Now);
        work.Record($"screening.match_{SnakeCase.Of(to)}", match.Id.ToString(), MatchBook.ProfileName(match), new { list = match.ListKey, subject = match.Subject });
        var answer = await work.AnswerAsync(200, MatchResource.From(match, ring), new Keeping([match.SealedFor]), etag: match);
        signals.Jobs.Set();
        return answer;
    }
}
