using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases;

/// <summary>Asks a queue that gives its cases by itself to give this one, whenever nobody has it.</summary>
internal static class CaseTurns
{
    public static void Offer(PlatformDb db, CaseSetup setup, Case row, DateTimeOffset now)
    {
        if (row is { Status: CaseStatus.Open, Assignee: null } && setup.Queue(row.QueueId) is { Assignment: not Assignment.Claim }) db.Enqueue(AssignCases.Kind, row.Id.Value, now);
    }
}
