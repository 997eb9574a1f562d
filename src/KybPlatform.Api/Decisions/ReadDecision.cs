using System.Text.Json;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Inquiries.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Decisions;

/// <summary>The policy that a decision was made by.</summary>
public sealed record DecidedBy(string Key, int Version, string Hash);

/// <summary>The one wire shape of a decision.</summary>
public sealed record DecisionResource(
    DecisionId Id, InquiryId InquiryId, DecisionOutcome Outcome, string DecidedBy, IReadOnlyList<DecisionReason> Reasons, bool? Retryable, string? Note, IReadOnlyDictionary<string, string>? Overrides,
    DecidedBy? Policy, int Semantics, string? ReceiptHash, DateTimeOffset At);

/// <summary>Reads a decision, and the trace by which it explains itself.</summary>
internal static class ReadDecision
{
    public static void Map(RouteGroupBuilder decisions)
    {
        decisions.MapGet("/{id}", GetAsync).Requires(Scopes.DecisionsRead).WithSummary("Read a decision").Produces<DecisionResource>().ProducesRefusals(404);
        decisions.MapGet("/{id}/trace", TraceAsync).Requires(Scopes.DecisionsRead)
            .WithSummary("Explain a decision: frozen facts, every requirement, rule and expression").Produces<JsonElement>().ProducesRefusals(404)
            .Refuses(409, "nothing_evaluated", "Nothing was evaluated for this decision.")
            .Refuses(409, "erased", "Somebody in this decision was erased, and its trace with them.")
            .ExampleAnswer("""{ "facts": { "country": "GB" }, "evaluation": { "outcome": "review", "requirements": [{ "key": "legal_name", "outcome": "passed" }] } }""");
    }

    private static async Task<IResult> GetAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } decision) return Refused.Because(NotFound);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [decision.ProfileId], work.Canceled);
        var note = decision.Note is null ? null : ring.Open(decision.ProfileId, decision.Note, DecisionLedger.NotePurpose);
        return Answer.Ok(new DecisionResource(
            decision.Id, decision.InquiryId, decision.Outcome, decision.DecidedBy, StoredJson.Read<List<DecisionReason>>(decision.Reasons), decision.Retryable,
            note is null ? null : System.Text.Encoding.UTF8.GetString(note),
            decision.Overrides is { } cipher && ring.Open(decision.ProfileId, cipher, DecisionLedger.OverridesPurpose) is { } plain ? StoredJson.Read<Dictionary<string, string>>(plain) : null,
            decision.PolicyKey is null ? null : new DecidedBy(decision.PolicyKey, decision.PolicyVersion ?? 0, decision.PolicyHash!),
            decision.Semantics, decision.ReceiptHash is null ? null : $"sha256:{Convert.ToHexStringLower(decision.ReceiptHash)}", decision.At));
    }

    private static async Task<IResult> TraceAsync(string id, Work work, SubjectVault vault)
    {
        if (await FindAsync(work, id) is not { } decision) return Refused.Because(NotFound);
        if (await ReceiptAsync(work, decision, vault) is not { } receipt)
            return Refused.Because(Error.Conflict(decision.Receipt is null ? "nothing_evaluated" : "erased",
                decision.Receipt is null ? "Nothing was evaluated for this decision." : "Somebody in this decision was erased, and its trace with them."));
        return new Answer(200, receipt);
    }

    internal static Error NotFound => Error.NotFound("decision");

    internal static async Task<Decision?> FindAsync(Work work, string id) =>
        PublicId.TryParse<DecisionId>(id, out var key) ? await work.Db.Set<Decision>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == key, work.Canceled) : null;

    /// <summary>Null where nothing was evaluated or somebody in it is erased.</summary>
    internal static async Task<byte[]?> ReceiptAsync(Work work, Decision decision, SubjectVault vault)
    {
        if (decision.Receipt is null) return null;
        var ring = await vault.RingAsync(work.Db, work.Tenant, decision.Subjects, work.Canceled);
        if (ring.OpenForAll(decision.Subjects, decision.Receipt, DecisionLedger.ReceiptPurpose) is not { } conclusion) return null;
        return decision.Evidence is null ? conclusion : [.. ring.OpenForAll(decision.Subjects, decision.Evidence, DecisionLedger.EvidencePurpose)!, .. conclusion];
    }
}
