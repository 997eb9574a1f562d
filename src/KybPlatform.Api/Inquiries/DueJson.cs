using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>One thing that is due: where, why, who has to act, and the clause that asks.</summary>
public sealed record DueResource(string Path, string Requirement, string ReasonCode, string Reason, string Awaiting, string Blocks, DueClause Clause, DateTimeOffset? Deadline);

/// <summary>The clause of the policy that asks, with its sources.</summary>
public sealed record DueClause(string Policy, int Version, string Key, IReadOnlyList<DueSource> Sources);

public sealed record DueSource(string Title, string? Url, string? Certainty);

public sealed record DueErrorResource(string Code, string Reason, string Requirement, string Path);

public sealed record DueAlternativesResource(string Requirement, IReadOnlyList<string> AnyOf);

/// <summary>What is due, in buckets: now, later, overdue, and with the platform.</summary>
public sealed record RequirementsResource(
    IReadOnlyList<DueResource> CurrentlyDue, IReadOnlyList<DueResource> EventuallyDue, IReadOnlyList<DueResource> PastDue,
    IReadOnlyList<DueResource> PendingVerification, IReadOnlyList<DueErrorResource> Errors, IReadOnlyList<DueAlternativesResource> Alternatives, DateTimeOffset? Deadline)
{
    internal static RequirementsResource From(RequirementsDue due) => new(
        Items(due.CurrentlyDue), Items(due.EventuallyDue), Items(due.PastDue), Items(due.PendingVerification),
        [.. due.Errors.Select(e => new DueErrorResource(e.Code, e.Reason, e.Requirement, e.Path))],
        [.. due.Alternatives.Select(a => new DueAlternativesResource(a.Requirement, a.AnyOf))], due.Deadline);

    private static IReadOnlyList<DueResource> Items(IReadOnlyList<DueItem> items) =>
    [
        .. items.Select(i => new DueResource(
            i.Path, i.Requirement, i.Reason.Key, i.Reason.Applicant, SnakeCase.Of(i.Awaiting), i.Blocks,
            new DueClause(i.Clause.Policy, i.Clause.Version, i.Clause.Key, [.. i.Clause.Sources.Select(s => new DueSource(s.Title, s.Url, SnakeCase.Of(s.Certainty)))]), i.Deadline)),
    ];
}

internal static class DueJson
{
    public static string Write(RequirementsDue due) => StoredJson.Write(RequirementsResource.From(due));
}
