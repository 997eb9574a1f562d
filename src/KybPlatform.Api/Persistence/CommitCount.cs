using System.Diagnostics.Metrics;

namespace KybPlatform.Api.Persistence;

/// <summary>Counts write transactions, so that the budget of commits per lifecycle can be asserted.</summary>
internal static class CommitCount
{
    private static readonly Meter Meter = new("KybPlatform.Persistence");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("kyb.commits", description: "Write transactions committed");

    public static void Add() => Commits.Add(1);
}
