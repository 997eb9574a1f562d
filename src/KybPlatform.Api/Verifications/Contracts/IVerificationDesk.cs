using System.Text.Json;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Verifications.Contracts;

/// <summary>A verification that a policy asks for.</summary>
public sealed record VerificationOrder(string Type, string Subject, IReadOnlyList<string> Checks, IReadOnlyList<string> Lists, TimeSpan? MaxAge, double? Threshold = null);

/// <summary>What the verifications of a dossier say.</summary>
/// <param name="Json">UTF-8 JSON object: what stands under <c>verifications</c> in the facts.</param>
/// <param name="RetryLater">A provider could not answer now and may later.</param>
public sealed record VerificationsView(ReadOnlyMemory<byte> Json, bool RetryLater);

/// <summary>What other capabilities ask of verifications.</summary>
public interface IVerificationDesk
{
    /// <summary>
    /// The types and checks for which this installation has a provider: <c>phone</c>, <c>phone.valid</c>, …; <c>identifier.*</c> where it can answer
    /// the type as a whole though not every check of it.
    /// </summary>
    IReadOnlySet<string> Available { get; }

    /// <summary>The same, and in a test tenant what the sandbox has answered by magic values.</summary>
    /// <param name="facts">The fact document with its verifications.</param>
    IReadOnlySet<string> AvailableTo(bool live, ReadOnlyMemory<byte> facts);

    /// <summary>
    /// Runs what is ordered and not answered yet for the same input, adds it to the unit of work, and tells everything that is known.
    /// </summary>
    /// <param name="facts">The fact document without verifications.</param>
    /// <param name="subjects">Whose keys seal the evidence.</param>
    Task<VerificationsView> RunAsync(
        TenantWork work, Guid profile, Guid inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, IReadOnlyList<VerificationOrder> orders, CancellationToken ct);

    /// <summary>What running or telling a profile's verifications will read.</summary>
    IReadOnlyList<PlannedRead> Reads(Guid profile);

    /// <summary>Tells what is known, without asking anybody.</summary>
    Task<VerificationsView> ReadAsync(TenantWork work, Guid profile, JsonElement facts, CancellationToken ct);

    /// <summary>Ends the validity of what was answered about a subject, because something that it rested on was judged anew.</summary>
    Task LapseAsync(PlatformDb db, Guid profile, string type, string subject, DateTimeOffset now, CancellationToken ct);
}
