using FluentValidation;
using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>Have versions ride along with what is decided from now on.</summary>
public sealed record ShadowRequest(IReadOnlyList<TriedVersion>? Policies, string? Country, string? SenderType);

internal sealed class ShadowRequestValidator : AbstractValidator<ShadowRequest>
{
    public ShadowRequestValidator()
    {
        RuleFor(b => b.Policies).NotEmpty().Must(p => p is null || p.Count <= TriedVersions.Most).WithErrorCode("too_long").WithMessage($"At most {TriedVersions.Most} at a time.");
        RuleForEach(b => b.Policies).ChildRules(TriedVersions.Rules);
    }
}

/// <summary>
/// Starts a shadow evaluation: it looks at decisions after they were made and committed, from their frozen facts, in a sweep of its own. What is decided
/// never waits for it and never knows of it.
/// </summary>
internal static class StartShadow
{
    private const int MostRunning = 5;

    public static void Map(RouteGroupBuilder shadows) =>
        shadows.MapPost("", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Have versions of policies ride along with live decisions").Produces<BacktestResource>(201).ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(409, "too_many_running", "Five are running already: wait for one, or cancel it.")
            .Refuses(422, "no_candidate", "A policy cannot be tried.")
            .ExampleRequest("""{ "policies": [{ "key": "gb.alphanumeric", "version": 1 }] }""");

    private static async Task<IResult> HandleAsync(Body<ShadowRequest> body, Work work, IPolicyBook book)
    {
        if (await work.Db.Set<Backtest>().CountAsync(b => b.State == BacktestState.Running && b.IsShadow, work.Canceled) >= MostRunning)
            return await work.RefuseAsync(BacktestErrors.TooMany(MostRunning));
        var found = await TriedVersions.FindAsync(work, book, body.Value.Policies!);
        if (found.IsRefused(out var unknown)) return await work.RefuseAsync(unknown);
        var shadow = new Backtest
        {
            TenantId = work.Tenant,
            Id = PublicId.New<BacktestId>(work.Now),
            IsShadow = true,
            Candidates = StoredJson.Write(found.Value),
            Hashes = [.. found.Value.Select(c => c.Hash)],
            Country = body.Value.Country,
            SenderType = body.Value.SenderType,
            Upto = Guid.Empty,
            RequestedBy = work.Caller.Actor.ToString(),
            CreatedAt = work.Now,
        };
        shadow.Advance(Uuid7.Last(work.Now), 0, new Tally().ToJson().ToJsonString(), 0);
        work.Db.Add(shadow);
        work.Record("shadow_evaluation.started", shadow.Id.ToString(), details: new { policies = found.Value.Select(c => c.Hash) });
        return await work.AnswerAsync(201, BacktestResource.Of(shadow, report: false), Keeping.Plainly, $"/v1/shadow-evaluations/{shadow.Id}");
    }
}
