using System.Diagnostics.Metrics;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;
using KybPlatform.Api.Verifications.Contracts;

namespace KybPlatform.Api.Verifications;

/// <summary>What providers answer, and how long they take.</summary>
internal static class ProviderMeter
{
    private static readonly Counter<long> Answers = PlatformMeter.Meter.CreateCounter<long>("kyb.provider.answers", description: "Answers of verification providers, by provider and status");
    private static readonly Histogram<double> Duration = PlatformMeter.Meter.CreateHistogram<double>("kyb.provider.duration", "s", "How long a provider took to answer");

    public static void Count(IVerificationProvider provider, VerificationStatus status, TimeSpan took)
    {
        var label = new KeyValuePair<string, object?>("provider", provider.Name);
        Answers.Add(1, label, new KeyValuePair<string, object?>("status", SnakeCase.Of(status)));
        Duration.Record(took.TotalSeconds, label);
    }
}
