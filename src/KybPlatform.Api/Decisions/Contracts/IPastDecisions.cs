using System.Text.Json;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Decisions.Contracts;

/// <summary>Which of a tenant's decisions are meant: those that automation made, with a receipt. A part that is null does not restrict.</summary>
/// <param name="From">Made then or later, by the tenant's clock.</param>
/// <param name="To">Made before.</param>
/// <param name="Upto">The last decision that counts: what comes after it was made meanwhile.</param>
/// <param name="Draw">Of a sample, the greatest draw that still belongs to it; see <see cref="IPastDecisions.MeasureAsync"/>.</param>
public sealed record PastDecisionFilter(string? Country, string? SenderType, DateTimeOffset? From, DateTimeOffset? To, Guid Upto, byte[]? Draw);

/// <summary>One decision of the past, as automation made it.</summary>
/// <param name="ByPerson">What a person decided on the same inquiry last; null where nobody did.</param>
/// <param name="Reasons">Of the recorded decision, JSON.</param>
public sealed record PastDecision(DecisionId Id, string Country, string SenderType, DecisionOutcome Outcome, DecisionOutcome? ByPerson, string Reasons);

/// <summary>Some decisions in the order of their ids, and a way to what they rested on.</summary>
public interface IPastBatch : IDisposable
{
    IReadOnlyList<PastDecision> Decisions { get; }

    /// <summary>The evidence of one of them, decrypted, as <see cref="ReceiptEvidence.Read"/> takes it. May be called by several threads.</summary>
    /// <returns>Null where somebody in it is erased.</returns>
    byte[]? Evidence(int index);
}

/// <summary>Reads the decisions that were made, many at a time and in little memory.</summary>
public interface IPastDecisions
{
    /// <summary>
    /// How many there are, and where a sample of so many ends. Samples are drawn by the random end of the ids: the same decisions give the same sample,
    /// and a greater sample holds the smaller one.
    /// </summary>
    Task<(long Count, byte[]? Draw)> MeasureAsync(TenantId tenant, PastDecisionFilter filter, int? sample, CancellationToken ct);

    /// <summary>What policies were looked up for in all of them, each combination once.</summary>
    Task<IReadOnlyList<PolicyQuery>> CellsAsync(TenantId tenant, CancellationToken ct);

    /// <summary>The next decisions after one, in the order of their ids; empty when there are no more.</summary>
    /// <param name="open">The open part of the evidence is enough: nothing is decrypted where it is there.</param>
    Task<IPastBatch> ReadAsync(TenantId tenant, PastDecisionFilter filter, Guid after, int most, bool open, CancellationToken ct);
}
