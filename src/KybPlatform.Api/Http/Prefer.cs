using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary><c>Prefer: wait=N</c> (RFC 7240, section 4.3): how long the caller would like to wait for the decision.</summary>
internal static class Prefer
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Null where nothing usable is preferred: an unknown preference is ignored, as the RFC asks.</summary>
    public static TimeSpan? WaitOf(HttpContext http)
    {
        foreach (var preference in http.Request.Headers["Prefer"].SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(preference.AsSpan(5).Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, (int)Longest.TotalSeconds));
        }
        return null;
    }

    public static void Applied(HttpContext http, TimeSpan wait) =>
        http.Response.Headers["Preference-Applied"] = $"wait={((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)}";
}
