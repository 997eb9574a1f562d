using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.InForce;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>Takes back what waits: for approval, for being published, or for its instant.</summary>
internal static class WithdrawPublication
{
    public static void Map(RouteGroupBuilder policies) =>
        policies.MapPost("/{key}/versions/{version}/withdraw", HandleAsync).Requires(Scopes.PoliciesPublish).Idempotent()
            .WithSummary("Take back a publication that is not in force yet").Produces<PublicationResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(409, "not_withdrawable", "It waits for nothing.").Refuses(409, "part_of_set", "It follows from its base's publication.");

    private static async Task<IResult> HandleAsync(string key, string version, [OptionalBody] Body<EmptyRequest> body, Work work, TenantPolicies tenants, PolicyWatch watch, IBacktests backtests)
    {
        if (VersionNumbers.Read(version) is not { } number) return Refused.Because(PolicyErrors.NoPublication);
        var newest = await work.Db.Set<PolicyPublication>().Where(p => p.Key == key && p.Number == number).OrderByDescending(p => p.Id).FirstOrDefaultAsync(work.Canceled);
        if (newest is null) return Refused.Because(PolicyErrors.NoPublication);
        var set = await Publications.SetOfAsync(work.Db, newest, work.Canceled);
        if (!newest.Leads) return await work.RefuseAsync(PolicyErrors.PartOfSet(key, set[0].Key));
        foreach (var publication in set)
        {
            if (publication.Withdraw(work.Caller.Actor.ToString(), work.Now) is { } illegal) return await work.RefuseAsync(illegal);
            work.Record("policy.withdrawn", publication.Id.ToString(), $"{publication.Key}@{publication.Number}", new { publication.Key, version = publication.Number });
        }
        await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        var last = (await backtests.LastAsync(work.Db, [newest.Hash], work.Canceled)).GetValueOrDefault(newest.Hash);
        var answer = await work.AnswerAsync(200, PublicationResource.From(newest, [.. set.Select(p => p.Key)], null, last, work.Now), Keeping.Plainly);
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        await watch.TellAsync(work.Tenant, CancellationToken.None);
        return answer;
    }
}
