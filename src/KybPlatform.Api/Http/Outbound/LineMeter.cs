using System.Diagnostics.Metrics;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Recording;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>How calls to providers end.</summary>
internal static class LineMeter
{
    private static readonly Counter<long> Calls = PlatformMeter.Meter.CreateCounter<long>("kyb.provider.calls", description: "Calls over the network to providers, by provider and how they ended");

    public static void Count(string name, LineAnswer answer) => Calls.Add(
        1, new KeyValuePair<string, object?>("provider", name), new KeyValuePair<string, object?>("outcome", answer.IsAnswer ? "answered" : SnakeCase.Of(answer.Failure)));
}
