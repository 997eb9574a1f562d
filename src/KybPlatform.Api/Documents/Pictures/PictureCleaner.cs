using KybPlatform.Api.Confined;

namespace KybPlatform.Api.Documents.Pictures;

/// <summary>Has pictures drawn anew, each in a process of its own.</summary>
internal sealed class PictureCleaner(IConfinedRuns confined)
{
    private static readonly ConfinedTerms Terms = new(TimeSpan.FromSeconds(20), Memory: 512L << 20, Output: 64 << 20);

    public Task<ConfinedAnswer> CleanAsync(string contentType, Stream picture, CancellationToken ct) => confined.RunAsync($"{PictureCleaning.Task}:{contentType}", picture, Terms, ct);
}
