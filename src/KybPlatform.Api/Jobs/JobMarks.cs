using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Jobs;

/// <summary>
/// Up to where a worker has taken everything, tenant by tenant. What was deleted stays in the table for as long as an old snapshot is held anywhere, and a look from the beginning
/// reads past all of it; where that is dear, looks begin at the marks. A job that becomes visible below its mark, because its transaction took long or whoever held it gave up,
/// is found by the next look from the beginning, of which there are as many as take a twentieth of the time, and one every five seconds.
/// </summary>
internal sealed class JobMarks(TimeProvider clock)
{
    // The tenants of the last ten minutes that had most to do lately: a claim carries all of them.
    private const int Most = 128;
    private const int Share = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    // However dear a look from the beginning is, nobody waits longer for one.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly DateTime Beginning = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    // A worker and the relay to a broker look by the same marks, and at the same moment where the broker comes and goes.
    private readonly Lock _gate = new();
    private readonly SortedList<Guid, (DateTime Upto, long Seen)> _marks = [];
    private TimeSpan _cost;
    private long _looked;
    private DateTime _quiet = Beginning;

    /// <summary>A look from the beginning that takes no longer is worth no marks.</summary>
    public TimeSpan Cheap { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Whether the next look is one from the beginning.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate) return _cost <= Cheap || clock.GetElapsedTime(_looked) >= (Share * _cost < Longest ? Share * _cost : Longest);
        }
    }

    /// <summary>Nothing was due before it, as far as was to be seen; the beginning of time where that is not known.</summary>
    public DateTime QuietUntil(bool whole)
    {
        lock (_gate) return whole ? Beginning : _quiet;
    }

    /// <summary>The tenants that are known, in order, and where to begin with each.</summary>
    public (Guid[] Tenants, DateTime[] Since) Begin(bool whole)
    {
        lock (_gate) return ([.. _marks.Keys], [.. _marks.Values.Select(m => whole ? Beginning : m.Upto)]);
    }

    /// <summary>Of one tenant; the beginning of time where it is not known.</summary>
    public DateTime Begin(Guid tenant, bool whole)
    {
        lock (_gate) return !whole && _marks.TryGetValue(tenant, out var mark) ? mark.Upto : Beginning;
    }

    /// <summary>A look was taken.</summary>
    /// <param name="began">When, as <see cref="TimeProvider.GetTimestamp"/> says.</param>
    /// <param name="whole">From the beginning.</param>
    /// <param name="all">Of all kinds: else some were passed over, and are still to be taken.</param>
    /// <param name="taken">With each, up to where its tenant has nothing else that was to be seen.</param>
    public void Looked(long began, bool whole, bool all, IReadOnlyList<(HeldJob Job, DateTime Upto)> taken)
    {
        lock (_gate)
        {
            if (whole) (_cost, _looked) = (clock.GetElapsedTime(began), clock.GetTimestamp());
            foreach (var tenant in taken.GroupBy(t => t.Job.Tenant.Value))
                _marks[tenant.Key] = (all ? tenant.Max(t => t.Upto) : Begin(tenant.Key, whole: false), clock.GetTimestamp());
            Forget();
        }
    }

    /// <summary>Nothing at all is due before that instant of the database's.</summary>
    public void Nothing(DateTime until)
    {
        lock (_gate)
        {
            _quiet = until;
            foreach (var tenant in _marks.Keys.ToList())
                if (_marks[tenant].Upto < _quiet) _marks[tenant] = (_quiet, _marks[tenant].Seen);
        }
    }

    private void Forget()
    {
        foreach (var old in _marks.Where(m => clock.GetElapsedTime(m.Value.Seen) > Kept).Select(m => m.Key).ToList()) _marks.Remove(old);
        while (_marks.Count > Most) _marks.Remove(_marks.MinBy(m => m.Value.Seen).Key);
    }
}
