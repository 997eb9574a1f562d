namespace KybPlatform.Api.Jobs;

/// <summary>Something that is late, stuck or failing, and that would else be noticed by nobody.</summary>
/// <param name="Kind">A code from a closed list: <c>jobs_late</c>.</param>
/// <param name="Subject">What it is about: a kind of job, a list's key, the public id of a resource. One kind tells of a subject once.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Since">Since when the longest of them is so.</param>
public sealed record Sighting(string Kind, string Subject, long Count, DateTimeOffset Since);

/// <summary>Looks at one capability of one tenant; asked by the watchdog every minute, and by whoever reads the status.</summary>
public interface ITenantWatch
{
    Task<IReadOnlyList<Sighting>> LookAsync(TenantWork work, CancellationToken ct);
}

/// <summary>Looks at what belongs to no tenant, such as lists and schedules.</summary>
public interface IPlatformWatch
{
    Task<IReadOnlyList<Sighting>> LookAsync(DateTimeOffset now, CancellationToken ct);
}
