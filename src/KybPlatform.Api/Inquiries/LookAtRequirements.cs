using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Verifications.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Inquiries;

/// <summary>Where an inquiry stands with its policy, by what is known now. Nothing is decided and no provider is asked.</summary>
/// <param name="Outcome">What a decision would be: approve, pending, request_information, review or decline.</param>
/// <param name="Results">One result a requirement, passed ones too.</param>
/// <param name="Requested">What a reviewer asked the applicant about; empty where nothing is asked.</param>
public sealed record InquiryRequirements(PolicyReference? Policy, string Outcome, RequirementsResource Requirements, JsonElement Results, IReadOnlyList<RequestedInformation> Requested);

/// <summary>What a reviewer asked about one requirement, in words for the applicant.</summary>
public sealed record RequestedInformation(string Requirement, string Text, bool Answered, DateTimeOffset? Deadline);

internal static class LookAtRequirements
{
    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/{id}/requirements", HandleAsync).Requires(Scopes.InquiriesRead)
            .WithSummary("What is due on an inquiry").Produces<InquiryRequirements>().ProducesRefusals(404, 409);

    private static async Task<IResult> HandleAsync(string id, Work work, Dossiers dossiers, Evaluations evaluations, IVerificationDesk verifications, AskedInformation asked)
    {
        if (await ReadInquiries.FindAsync(work, id) is not { } inquiry) return Refused.Because(InquiryErrors.NotFound);
        if (await evaluations.PolicyOfAsync(work.Db, inquiry, work.Canceled) is not { } policy)
            return Refused.Because(Error.Conflict("no_policy", "No policy covers this country and sender type."));
        var scene = new TenantWork(work.Db, work.Tenant, work.Caller.Live, work.Now);
        if (await dossiers.ReadAsync(scene, inquiry, work.Canceled) is not { } dossier)
            return Refused.Because(InquiryErrors.ApplicantErased);
        using var facts = JsonDocument.Parse(dossier.Facts);
        var view = await verifications.ReadAsync(scene, inquiry.ProfileId, facts.RootElement, await evaluations.OrdersAsync(scene, policy, dossier.Facts, work.Canceled), work.Canceled);
        var inForce = await evaluations.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var evaluation = await evaluations.LookAsync(work.Db, policy, inquiry.Query(), dossier.With(view), inForce, work.Caller.Live, work.Canceled);
        return Answer.Ok(new InquiryRequirements(
            new PolicyReference(policy.Key, policy.Version, policy.Hash), SnakeCase.Of(evaluation.Outcome), RequirementsResource.From(evaluation.Due()), Receipts.Results(evaluation), await RequestedAsync(work, inquiry, dossier, asked)));
    }

    private static async Task<IReadOnlyList<RequestedInformation>> RequestedAsync(Work work, Inquiry inquiry, Dossier dossier, AskedInformation asked)
    {
        var items = await asked.OfAsync(work.Db, inquiry, work.Canceled);
        var open = asked.Unanswered(work.Tenant, items, dossier);
        return [.. items.Select(i => new RequestedInformation(i.Requirement, i.Text, !open.Contains(i), inquiry.AskedUntil))];
    }
}
