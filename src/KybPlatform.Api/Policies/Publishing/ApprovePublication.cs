using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>The second pair of eyes: a person who neither wrote nor asked for it.</summary>
internal static class ApprovePublication
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/{key}/versions/{version}/approve", HandleAsync).Requires(Scopes.PoliciesApprove).Idempotent()
            .WithSummary("Approve a version, with all that follows from it").Produces<PublicationResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(403, "person_required", "A service's key cannot approve.").Refuses(403, "own_work", "Whoever wrote it or asked for it cannot approve it.")
            .Refuses(409, "not_in_review", "No approval is requested.").Refuses(409, "part_of_set", "It follows from its base's publication.").Refuses(409, "already_approved", "It is approved already.");

    private static async Task<IResult> HandleAsync(string key, string version, [OptionalBody] Body<EmptyRequest> body, Work work)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        if (await Publications.WaitingAsync(work.Db, key, row.Number, work.Canceled) is not { } waiting) return await work.RefuseAsync(PolicyErrors.NotInReview(key, row.Number));
        var set = await Publications.SetOfAsync(work.Db, waiting, work.Canceled);
        if (!waiting.Leads) return await work.RefuseAsync(PolicyErrors.PartOfSet(key, set[0].Key));
        if (waiting.ApprovedBy is not null) return await work.RefuseAsync(PolicyErrors.AlreadyApproved);

        var person = work.Caller.Actor.ToString();
        if (waiting.RequestedBy == person || await WroteAnyAsync(work, set, person)) return Refused.Because(PolicyErrors.OwnWork);
        foreach (var publication in set)
        {
            publication.Approve(person, work.Now);
            work.Record("policy.approved", publication.Id.ToString(), $"{publication.Key}@{publication.Number}", new { publication.Key, version = publication.Number, publication.Hash });
        }
        return await work.AnswerAsync(200, PublicationResource.From(waiting, [.. set.Select(p => p.Key)], null, work.Now), Keeping.Plainly);
    }

    private static async Task<bool> WroteAnyAsync(Work work, IReadOnlyList<PolicyPublication> set, string person)
    {
        var (keys, numbers) = (set.Select(p => p.Key).ToList(), set.Select(p => p.Number).ToList());
        var versions = await work.Db.Set<PolicyVersion>().AsNoTracking().Where(v => keys.Contains(v.Key) && numbers.Contains(v.Number)).ToListAsync(work.Canceled);
        return versions.Any(v => set.Any(p => p.Key == v.Key && p.Number == v.Number) && v.Authors.Contains(person, StringComparer.Ordinal));
    }
}
