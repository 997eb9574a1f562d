using System.Diagnostics.Metrics;

namespace KybPlatform.Api.Recording;

/// <summary>
/// The platform's own instruments. Their labels are codes from closed lists (kinds, outcomes, countries, sender types, list keys): never a
/// tenant, a person, an id or anything that a caller wrote, so that the number of series has a bound and nothing personal is in them.
/// </summary>
public static class PlatformMeter
{
    public const string Name = "KybPlatform";

    internal static Meter Meter { get; } = new(Name);
}
