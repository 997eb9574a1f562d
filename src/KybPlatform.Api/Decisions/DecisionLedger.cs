using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using KybPlatform.Api.Recording;
using KybPlatform.Policies;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Decisions;

/// <summary>Records decisions with their receipts, sealed for everybody in them.</summary>
internal sealed class DecisionLedger(SubjectVault vault) : IDecisionLedger
{
    internal const string ReceiptPurpose = "decisions.receipt";
    internal const string EvidencePurpose = "decisions.evidence";
    internal const string NotePurpose = "decisions.note";
    internal const string OverridesPurpose = "decisions.overrides";

    public async Task<DecisionSummary> AddAsync(PlatformDb db, NewDecision made, DateTimeOffset now, string? requestId, CancellationToken ct)
    {
        var tenant = db.Tenant!.Value;
        Guid[] subjects = [.. made.Subjects];
        var ring = await vault.RingAsync(db, tenant, [.. subjects.Append(made.Profile).Distinct()], ct);
        var parts = made.Receipt is null ? null : ReceiptParts.Of(made.Receipt);
        var decision = new Decision
        {
            TenantId = tenant,
            Id = PublicId.New<DecisionId>(now),
            InquiryId = made.Inquiry,
            ProfileId = made.Profile,
            Outcome = made.Outcome,
            DecidedBy = made.By.ToString(),
            Reasons = StoredJson.Write(made.Reasons),
            // Of somebody who was erased nothing new is written down.
            Note = made.Note is null || !ring.Has(made.Profile) ? null : ring.Seal(made.Profile, Encoding.UTF8.GetBytes(made.Note), NotePurpose),
            Overrides = made.Overrides is null || !ring.Has(made.Profile) ? null : ring.Seal(made.Profile, StoredJson.Bytes(made.Overrides), OverridesPurpose),
            Retryable = made.Retryable,
            PolicyKey = made.PolicyKey,
            PolicyVersion = made.PolicyVersion,
            PolicyHash = made.PolicyHash,
            Semantics = PolicyEvaluation.Semantics,
            Subjects = made.Receipt is null ? [] : subjects,
            Receipt = parts is null ? null : ring.SealForAll(subjects, parts.Conclusion.Span, ReceiptPurpose),
            Evidence = parts is null ? null : ring.SealForAll(subjects, parts.Evidence.Span, EvidencePurpose),
            OpenEvidence = parts?.Open(),
            ReceiptHash = made.Receipt is null ? null : SHA256.HashData(made.Receipt),
            At = now,
        };
        db.Add(decision);
        db.Record(made.By, now, "decision.made", decision.Id.ToString(), made.Inquiry.ToString(),
            new { outcome = made.Outcome, reasons = made.Reasons.Select(r => r.Code), policy = made.PolicyHash, overrides = made.Overrides?.Keys }, requestId);
        return Summary(decision);
    }

    public async Task<DecisionSummary?> FindAsync(PlatformDb db, Guid decision, CancellationToken ct)
    {
        var id = new DecisionId(decision);
        var row = await db.Set<Decision>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
        return row is null ? null : Summary(row);
    }

    public async Task<IReadOnlyDictionary<Guid, DecisionSummary>> FindAllAsync(PlatformDb db, IReadOnlyCollection<Guid> decisions, CancellationToken ct)
    {
        if (decisions.Count == 0) return new Dictionary<Guid, DecisionSummary>();
        var ids = decisions.Select(DecisionId.From).ToList();
        return await db.Set<Decision>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id.Value, Summary, ct);
    }

    internal static DecisionSummary Summary(Decision row) =>
        new(row.Id, row.Outcome, row.DecidedBy, StoredJson.Read<List<DecisionReason>>(row.Reasons), row.Retryable, row.At);
}
