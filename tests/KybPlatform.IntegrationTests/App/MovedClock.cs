namespace KybPlatform.IntegrationTests.App;

/// <summary>Real time that a test can move ahead. Waiting and timers stay real.</summary>
public sealed class MovedClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _ahead));

    public void Move(TimeSpan ahead) => Interlocked.Add(ref _ahead, ahead.Ticks);
}
