using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Api.Privacy;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Decisions;

public enum ReplayOutcome { Identical, Different, Erased, Unsupported }

/// <summary>Whether evaluating the receipt again gives the same bytes.</summary>
/// <param name="FirstDifference">JSON pointer of the first place that differs; null where none does.</param>
public sealed record ReplayResult(ReplayOutcome Result, string? FirstDifference);

/// <summary>Evaluates a receipt again, with its frozen facts, its policy and the recorded answers of its functions.</summary>
internal static class ReplayDecision
{
    public static void Map(RouteGroupBuilder decisions) =>
        decisions.MapPost("/{id}/replay", HandleAsync).Requires(Scopes.DecisionsRead).AsksOnly()
            .WithSummary("Evaluate a decision's receipt again and compare").Produces<ReplayResult>().ProducesRefusals(404);

    private static async Task<IResult> HandleAsync(string id, Work work, SubjectVault vault, IPolicyBook policies)
    {
        if (await ReadDecision.FindAsync(work, id) is not { } decision) return Refused.Because(ReadDecision.NotFound);
        if (decision.Receipt is null || decision.Semantics != PolicyEvaluation.Semantics) return Answer.Ok(new ReplayResult(ReplayOutcome.Unsupported, null));
        if (await ReadDecision.ReceiptAsync(work, decision, vault) is not { } receipt) return Answer.Ok(new ReplayResult(ReplayOutcome.Erased, null));
        if (await FindAsync(work, policies, decision.PolicyHash!) is not { } policy) return Answer.Ok(new ReplayResult(ReplayOutcome.Unsupported, null));
        var again = ReceiptReplay.Evaluate(receipt, policy);
        var same = again.AsSpan().SequenceEqual(receipt);
        return Answer.Ok(new ReplayResult(same ? ReplayOutcome.Identical : ReplayOutcome.Different, same ? null : JsonDifference.First(receipt, again)));
    }

    /// <summary>Null where the content is not kept, and where this build does not take it any more.</summary>
    private static async Task<ResolvedPolicy?> FindAsync(Work work, IPolicyBook policies, string hash)
    {
        try
        {
            return await policies.FindAsync(work.Db, hash, work.Canceled);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
