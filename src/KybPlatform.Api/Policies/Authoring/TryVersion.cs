using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Policies.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>Something found in a version.</summary>
/// <param name="Pointer">JSON pointer into the author's document; before a <c>#</c>, the key of another document that it is in: a dependant, or what it stands on.</param>
/// <param name="Offset">Where in the expression at the pointer, in characters from its start; null where the whole entry is meant.</param>
/// <param name="Severity"><c>error</c> keeps it from being approved, <c>warning</c> does not.</param>
public sealed record PolicyIssueResource(string Severity, string Code, string Pointer, string Detail, string? Suggestion, int? Line, int? Column, int? Offset)
{
    internal static PolicyIssueResource From(PolicyIssue issue) => new(
        issue.IsWarning ? "warning" : "error", issue.Code, issue.Pointer, issue.Detail, issue.Suggestion, issue.Position?.Line, issue.Position?.Column, issue.Offset);
}

/// <summary>What checking a version found, against what is in force now.</summary>
/// <param name="Hash">Of the resolved content; null where something is wrong.</param>
/// <param name="Dependants">Keys of the policies that would change with it.</param>
public sealed record PolicyCheck(bool Sound, string? Hash, string? ContentHash, IReadOnlyList<PolicyIssueResource> Issues, IReadOnlyList<string> Dependants);

/// <summary>How one example went.</summary>
/// <param name="Layer">Whose example it is, <c>tenant</c> or <c>pack</c>.</param>
public sealed record PolicyTestOutcome(string Policy, string Name, string Layer, bool Passed, string Outcome, IReadOnlyList<string> Failures);

/// <summary>How the examples of a version went, and of what stands on it.</summary>
public sealed record PolicyTestRun(bool Passed, IReadOnlyList<PolicyTestOutcome> Results);

/// <summary>Tries a version out without changing anything.</summary>
internal static class TryVersion
{
    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapPost("/{key}/versions/{version}/check", CheckAsync).Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("Check a version against everything else that is in force").Produces<PolicyCheck>().ProducesRefusals(404);
        policies.MapPost("/{key}/versions/{version}/test", TestAsync).Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("Run the examples of a version").Produces<PolicyTestRun>().ProducesRefusals(404)
            .Refuses(422, "check_failed", "The version does not pass its check.");
    }

    private static async Task<IResult> CheckAsync(string key, string version, Work work, Examiner examiner)
    {
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        var examined = await examiner.ExamineAsync(work.Db, row, work.Now, work.Canceled);
        return Answer.Ok(new PolicyCheck(
            examined.IsSound, examined.Resolution.Hash, examined.Resolution.ContentHash, [.. examined.Issues.Select(PolicyIssueResource.From)], [.. examined.Dependants.Select(d => d.Key)]));
    }

    private static async Task<IResult> TestAsync(string key, string version, Work work, Examiner examiner)
    {
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        var examined = await examiner.ExamineAsync(work.Db, row, work.Now, work.Canceled);
        if (!examined.IsSound) return Refused.Because(PolicyErrors.CheckFailed(examined.Issues));
        var results = examined.RunTests().Select(t => new PolicyTestOutcome(
            t.Result.Policy, t.Result.Test, t.OfPack ? "pack" : "tenant", t.Result.Passed, SnakeCase.Write(t.Result.Evaluation.Outcome), t.Result.Failures)).ToList();
        return Answer.Ok(new PolicyTestRun(results.TrueForAll(r => r.Passed), results));
    }
}
