using System.Text.Json;
using KybPlatform.Api.Http;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Verifications.Contracts;

/// <summary>A verification that a policy asks for.</summary>
/// <param name="Checks">The named checks; empty for the whole.</param>
/// <param name="Lists">The lists to search, where the type screens; empty for all that are loaded.</param>
/// <param name="MaxAge">How old an answer may be; null for as old as its validity allows.</param>
/// <param name="Threshold">From which score on, 0 to 1, a listed party is a match, where the type scores; null for what the tenant set.</param>
public sealed record VerificationOrder(string Type, string Subject, IReadOnlyList<string> Checks, IReadOnlyList<string> Lists, TimeSpan? MaxAge, double? Threshold = null);

/// <summary>What the verifications of a dossier say.</summary>
/// <param name="Json">UTF-8 JSON object: what stands under <c>verifications</c> in the facts.</param>
/// <param name="RetryLater">A provider could not answer now and may later.</param>
/// <param name="Evidence">By the key of a document's requirement, what stands behind that which the document is said to show, where it is more than a claim: <c>extracted</c> or <c>reviewed</c>.</param>
public sealed record VerificationsView(ReadOnlyMemory<byte> Json, bool RetryLater, IReadOnlyDictionary<string, string> Evidence);

/// <summary>A person read a document and found that it shows what now stands among the facts.</summary>
/// <param name="Requirement">Under whose key the document stands.</param>
/// <param name="Corrected">What of it was stated otherwise before: <c>type</c>, <c>issued_on</c>, <c>fields.address</c>.</param>
public sealed record ReadByPerson(string Requirement, IReadOnlyList<string> Corrected);

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
    /// Runs what is ordered and not answered yet for the same input and on terms as strict, adds it to the unit of work, and tells everything that is known:
    /// of what is ordered, the answer to that order and no other.
    /// </summary>
    /// <param name="facts">The fact document without verifications.</param>
    /// <param name="subjects">Whose keys seal the evidence.</param>
    Task<VerificationsView> RunAsync(
        TenantWork work, Guid profile, Guid inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, IReadOnlyList<VerificationOrder> orders, CancellationToken ct);

    /// <summary>What running or telling a profile's verifications will read.</summary>
    IReadOnlyList<PlannedRead> Reads(Guid profile);

    /// <summary>Tells what is known, without asking anybody.</summary>
    /// <param name="orders">What the policy that is going to judge asks for.</param>
    Task<VerificationsView> ReadAsync(TenantWork work, Guid profile, JsonElement facts, IReadOnlyList<VerificationOrder> orders, CancellationToken ct);

    /// <summary>Keeps in the unit of work that a person read these documents.</summary>
    /// <param name="facts">The fact document as it stands now, without verifications.</param>
    /// <param name="subjects">Whose keys seal the evidence.</param>
    Task AddReviewsAsync(TenantWork work, Actor by, Guid profile, Guid inquiry, JsonElement facts, IReadOnlyList<Guid> subjects, IReadOnlyList<ReadByPerson> read, string? note, CancellationToken ct);

    /// <summary>
    /// Ends with the commit the validity of what was answered about a subject, because something that it rested on was judged anew. What never had an answer stays as
    /// it is; an answer that was committed since this unit of work began ends, too.
    /// </summary>
    void Lapse(PlatformDb db, Guid profile, string type, string subject, DateTimeOffset now);
}
