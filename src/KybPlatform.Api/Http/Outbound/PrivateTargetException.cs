using System.Net.Http;

namespace KybPlatform.Api.Http.Outbound;

/// <summary>The host's name leads to an address that is not on the public Internet; nothing was sent there.</summary>
internal sealed class PrivateTargetException(string host) : HttpRequestException($"The host {host} has an address that is not public.")
{
    /// <summary>Whether a request failed because of it: handlers wrap what happens while they connect.</summary>
    public static bool IsCauseOf(Exception? fault) => fault is PrivateTargetException || (fault is not null && IsCauseOf(fault.InnerException));
}
