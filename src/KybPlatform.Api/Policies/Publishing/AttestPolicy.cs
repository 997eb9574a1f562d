using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Policies.InForce;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Publishing;

/// <summary>Which content is vouched for: the hash that was read and looked at.</summary>
public sealed record NewAttestation(string? Hash);

internal sealed class NewAttestationValidator : AbstractValidator<NewAttestation>
{
    public NewAttestationValidator() => RuleFor(a => a.Hash).NotEmpty().MaximumLength(80);
}

/// <summary>A content that somebody vouched for.</summary>
public sealed record AttestationResource(string Key, string Hash, string By, DateTimeOffset At);

/// <summary>A person of the tenant vouches for what is in force below full certainty; or takes that back.</summary>
internal static class AttestPolicy
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapPost("/{key}/attest", AttestAsync).Requires(Scopes.PoliciesApprove).Idempotent()
            .WithSummary("Vouch for a policy in force, so that its certainty does not keep it from approving").Produces<AttestationResource>(201).ProducesRefusals(400, 404, 413, 415, 422)
            .Refuses(403, "person_required", "A service's key cannot vouch.").Refuses(409, "not_in_force", "Another content is in force by now: look at that one.");
        policies.MapDelete("/{key}/attestation", WithdrawAsync).Requires(Scopes.PoliciesApprove)
            .WithSummary("Take back that somebody vouched for a policy").Produces(204).ProducesRefusals(404);
    }

    private static async Task<IResult> AttestAsync(string key, Body<NewAttestation> body, Work work, IPolicyBook book, TenantPolicies tenants, PolicyWatch watch)
    {
        if (work.Caller.Actor.Kind is not ActorKind.User) return Refused.Because(PolicyErrors.NotAPerson);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        if (inForce.Catalog.Find(key) is not { } policy) return Refused.Because(PolicyErrors.NoPolicy);
        if (policy.Hash != body.Value.Hash) return await work.RefuseAsync(PolicyErrors.NotInForce(key));
        var known = await work.Db.Set<PolicyAttestation>().SingleOrDefaultAsync(a => a.Hash == policy.Hash, work.Canceled);
        var row = known ?? new PolicyAttestation { TenantId = work.Tenant, Hash = policy.Hash, Key = key, By = work.Caller.Actor.ToString(), At = work.Now };
        if (known is null)
        {
            work.Db.Add(row);
            book.Keep(work.Db, policy, work.Now);
            work.Record("policy.attested", $"{key}@{policy.Version}", details: new { key, policy.Hash, certainty = policy.Certainty });
            await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        }
        var answer = await work.AnswerAsync(201, new AttestationResource(row.Key, row.Hash, row.By, row.At), Keeping.Plainly);
        await RenewAsync(work, tenants, watch);
        return answer;
    }

    private static async Task<IResult> WithdrawAsync(string key, Work work, TenantPolicies tenants, PolicyWatch watch)
    {
        var rows = await work.Db.Set<PolicyAttestation>().Where(a => a.Key == key).ToListAsync(work.Canceled);
        if (rows.Count == 0) return Refused.Because(PolicyErrors.NoPolicy);
        work.Db.RemoveRange(rows);
        work.Record("policy.attestation_withdrawn", key, details: new { key });
        await Layers.TouchAsync(work.Db, work.Tenant, tenants.RealNow, work.Canceled);
        await work.Db.CommitAsync(work.Canceled);
        await RenewAsync(work, tenants, watch);
        return Answer.Empty;
    }

    private static async Task RenewAsync(Work work, TenantPolicies tenants, PolicyWatch watch)
    {
        await tenants.RefreshAsync(work.Tenant, work.Canceled);
        await watch.TellAsync(work.Tenant, CancellationToken.None);
    }
}
