namespace KybPlatform.IntegrationTests.App;

/// <summary>For what happens after the answer: asks again until it is so. Gives up after a minute and a half, so that a busy machine is no failure.</summary>
public static class Eventually
{
    public static async Task<T> AsksAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            var now = await ask();
            if (isSo(now)) return now;
            if (patience.IsCancellationRequested) throw new TimeoutException($"It did not become so. Last seen: {now}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
