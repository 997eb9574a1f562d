using System.Diagnostics.Metrics;
using KybPlatform.Api.Decisions.Contracts;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Policies;

namespace KybPlatform.Api.Inquiries;

/// <summary>Counts committed decisions.</summary>
internal static class DecisionMeter
{
    private static readonly Counter<long> Decisions = PlatformMeter.Meter.CreateCounter<long>("kyb.decisions", description: "Decisions made, by outcome, country and sender type");

    public static void Count(Inquiry inquiry, DecisionOutcome outcome, string by) => Decisions.Add(1,
        new KeyValuePair<string, object?>("outcome", SnakeCase.Of(outcome)), new KeyValuePair<string, object?>("country", inquiry.Country),
        new KeyValuePair<string, object?>("sender_type", inquiry.SenderType), new KeyValuePair<string, object?>("by", by));
}
