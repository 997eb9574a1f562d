using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>A token bucket per API key, refilled every second's fraction; its burst is one second's worth, doubled.</summary>
internal sealed class RateLimits(TimeProvider clock, HttpSettings settings)
{
    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();

    /// <summary>Takes one call from the key's bucket and writes the <c>RateLimit-*</c> headers.</summary>
    public bool TryTake(HttpContext http, Caller caller)
    {
        var rate = caller.RateLimit ?? settings.RatePerSecond;
        var bucket = _buckets.GetOrAdd(caller.KeyId, static (_, r) => new Bucket(r * 2), rate);
        var (taken, left, wait) = bucket.Take(clock.GetTimestamp(), clock.TimestampFrequency, rate);
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = rate.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = Math.Min(left, rate).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = "1";
        if (!taken) headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait)).ToString(CultureInfo.InvariantCulture);
        return taken;
    }

    private sealed class Bucket(double tokens)
    {
        private readonly Lock _lock = new();
        private double _tokens = tokens;
        private long _last;

        public (bool Taken, long Left, double WaitSeconds) Take(long now, long frequency, int rate)
        {
            lock (_lock)
            {
                if (_last != 0) _tokens = Math.Min(rate * 2d, _tokens + ((now - _last) / (double)frequency * rate));
                _last = now;
                if (_tokens < 1) return (false, 0, (1 - _tokens) / rate);
                _tokens -= 1;
                return (true, (long)_tokens, 0);
            }
        }
    }
}
