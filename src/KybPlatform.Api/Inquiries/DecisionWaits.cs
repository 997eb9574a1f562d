using System.Collections.Concurrent;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Inquiries;

/// <summary>Callers of this process that wait for a decision made in this process. Others look at the database.</summary>
internal sealed class DecisionWaits
{
    private readonly ConcurrentDictionary<Guid, Wait> _waits = new();

    public Wait For(Guid inquiry) => _waits.AddOrUpdate(inquiry, id => new Wait(this, id), (_, held) => held);

    /// <summary>Tells whoever waits; <paramref name="answer"/> is what the kept answer says too.</summary>
    public void Tell(Guid inquiry, Answer answer)
    {
        if (_waits.TryGetValue(inquiry, out var wait)) wait.Set(answer);
    }

    internal sealed class Wait(DecisionWaits all, Guid inquiry) : IDisposable
    {
        private readonly TaskCompletionSource<Answer> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Answer> Decided => _decided.Task;

        public void Set(Answer answer) => _decided.TrySetResult(answer);

        public void Dispose() => all._waits.TryRemove(new KeyValuePair<Guid, Wait>(inquiry, this));
    }
}
