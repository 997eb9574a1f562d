namespace KybPlatform.Api.Jobs;

/// <summary>Where a worker's jobs come from. The table holds every job; whatever else may carry one only says which to take.</summary>
internal interface IJobSource
{
    /// <summary>Set where there may be something to take.</summary>
    Signal Due { get; }

    /// <summary>Takes due jobs under a fresh lease.</summary>
    /// <param name="except">Tenants that have their share already.</param>
    /// <param name="kinds">Kinds that may be taken: those that this process knows, and of which not enough run already.</param>
    Task<IReadOnlyList<HeldJob>> TakeAsync(int most, Guid[] except, string[] kinds, DateTimeOffset now, CancellationToken ct);

    /// <summary>Gives back jobs of one <see cref="TakeAsync"/> that were beyond what may run at once: as if they had never been taken.</summary>
    /// <param name="pause">For how long nobody takes them.</param>
    Task GiveBackAsync(IReadOnlyList<HeldJob> jobs, TimeSpan pause, CancellationToken ct);
}
