using KybPlatform.Api.Persistence;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>The way to one service of a provider: whose turn it is, what is done when it stumbles, and how long it asked to be left alone.</summary>
internal sealed class LineWay(LineSettings settings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private readonly LineTurns _turns = new(settings, clock);
    private readonly ResiliencePipeline<LineAnswer> _pipeline = Pipeline(settings, clock);
    private long _pausedUntil;

    /// <summary>For how much longer it is left alone; null where it may be asked.</summary>
    public TimeSpan? Paused => TimeSpan.FromTicks(Volatile.Read(ref _pausedUntil) - clock.GetUtcNow().UtcTicks) is var left && left > TimeSpan.Zero ? left : null;

    public Task<Turn> TakeTurnAsync(TenantId tenant, CancellationToken ct) => _turns.TakeAsync(tenant, ct);

    public async Task<LineAnswer> GoAsync(Func<CancellationToken, ValueTask<LineAnswer>> attempt, CancellationToken ct)
    {
        var answer = await _pipeline.ExecuteAsync(attempt, ct);
        if (answer.RetryAfter is { } pause && answer.Failure is LineFailure.Throttled or LineFailure.ServerError) Pause(pause);
        return answer;
    }

    public void Dispose() => _turns.Dispose();

    // The longest of those that were asked for, and never so long that a slip of the other side takes the provider away for good.
    private void Pause(TimeSpan pause)
    {
        var until = (clock.GetUtcNow() + (pause < LongestPause ? pause : LongestPause)).UtcTicks;
        for (var known = Volatile.Read(ref _pausedUntil); known < until;)
        {
            var seen = Interlocked.CompareExchange(ref _pausedUntil, until, known);
            if (seen == known) return;
            known = seen;
        }
    }

    private static ResiliencePipeline<LineAnswer> Pipeline(LineSettings settings, TimeProvider clock)
    {
        var builder = new ResiliencePipelineBuilder<LineAnswer> { TimeProvider = clock };
        if (settings.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions<LineAnswer>
            {
                MaxRetryAttempts = settings.Retries,
                Delay = settings.FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // Whoever asks for a long pause gets it, but nobody waits here for it.
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { Failure: LineFailure.Unreachable or LineFailure.ServerError or LineFailure.Throttled } answer && !(answer.RetryAfter > settings.TotalTimeout / 4)),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            });
        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<LineAnswer>
        {
            FailureRatio = 0.5,
            MinimumThroughput = Math.Max(2, settings.BreakAfter),
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = settings.BreakFor,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { Failure: LineFailure.Timeout or LineFailure.Unreachable or LineFailure.ServerError or LineFailure.Tls } || args.Outcome.Exception is OperationCanceledException),
        }).Build();
    }
}
