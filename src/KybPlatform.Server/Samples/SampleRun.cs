using System.Diagnostics;

namespace KybPlatform.Server.Samples;

/// <summary>Vets the samples, one after the other, through the public API.</summary>
internal static class SampleRun
{
    /// <summary>A run that was cut off is repeated from its start under the same keys: what exists is answered again, nothing is made twice.</summary>
    public static async Task<IReadOnlyList<(Sample Sample, SampleOutcome Outcome)>> RunAsync(
        SampleClient client, DemoOrganization organization, IReadOnlyList<Sample> samples, SampleTable table, CancellationToken ct)
    {
        var profiles = new Dictionary<string, string>(StringComparer.Ordinal);
        var results = new List<(Sample Sample, SampleOutcome Outcome, long Milliseconds)>();
        table.Head();
        foreach (var sample in samples)
        {
            table.Working(sample);
            var start = Stopwatch.GetTimestamp();
            var outcome = await VetAsync(client, organization, sample, profiles, ct);
            var milliseconds = (long)Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            results.Add((sample, outcome, milliseconds));
            table.Row(sample, outcome, milliseconds);
        }
        table.Sum([.. results.Select(r => (r.Outcome, r.Milliseconds))]);
        return [.. results.Select(r => (r.Sample, r.Outcome))];
    }

    private static async Task<SampleOutcome> VetAsync(SampleClient client, DemoOrganization organization, Sample sample, Dictionary<string, string> profiles, CancellationToken ct)
    {
        var documents = new List<string>();
        foreach (var document in sample.Documents)
        {
            var answer = await client.UploadAsync(organization.TestKey, sample.Name, document, $"{sample.Name}/{document.Requirement}", ct);
            if (answer.Body["id"]?.GetValue<string>() is not { } id) return SampleOutcome.From(answer);
            documents.Add(id);
        }
        var body = sample.Body(documents, sample.ProfileOf is { } earlier ? profiles.GetValueOrDefault(earlier) : null);
        var decided = await client.SubmitAsync(organization.TestKey, body, sample.Name, ct);
        if (decided.Body["business_profile_id"]?.GetValue<string>() is { } profile) profiles[sample.Name] = profile;
        return SampleOutcome.From(decided);
    }
}
