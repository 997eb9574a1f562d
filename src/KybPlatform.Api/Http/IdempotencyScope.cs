using System.Security.Cryptography;
using System.Text;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Http;

namespace KybPlatform.Api.Http;

/// <summary>The idempotency key of the current request, if it sent one, and how its answer is kept.</summary>
public sealed class IdempotencyScope(CallerHolder callers, SubjectVault vault)
{
    public const string Header = "Idempotency-Key";

    /// <summary>Null where the request sent no key or the route has no effect.</summary>
    public string? Key { get; private set; }

    private byte[] _fingerprint = [];

    /// <summary>Takes the key from the header; a refusal where it is not usable.</summary>
    internal Error? Take(HttpContext http)
    {
        var given = http.Request.Headers[Header];
        if (given.Count == 0) return null;
        var key = given.ToString();
        if (key.Length is 0 or > 255 || key.Any(c => c is < ' ' or > '~'))
            return Error.Malformed("invalid_idempotency_key", "An idempotency key has 1 to 255 printable ASCII characters.");
        Key = key;
        if (RawBody.Held(http) is { } raw) FingerprintOf(http, raw.Span);
        else if (!ReadsItsOwnContent(http)) FingerprintOf(http, []);
        return null;
    }

    // A form is compared by its parts, which are known once the route has read them.
    private static bool ReadsItsOwnContent(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<MultipartDoc>() is not null;

    /// <summary>For content that is not read as one JSON body: the parts' names and hashes, in order.</summary>
    internal void FingerprintOf(HttpContext http, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        hash.AppendData(content);
        _fingerprint = hash.GetHashAndReset();
    }

    /// <summary>False while the content is still unread: what it is compared by is not known yet.</summary>
    internal bool IsComparable => _fingerprint.Length > 0;

    internal bool Matches(IdempotencyRow row) => CryptographicOperations.FixedTimeEquals(row.Fingerprint, _fingerprint);

    /// <summary>Puts the answer into the unit of work, so that it commits with the effect. Nothing where there is no key.</summary>
    internal async ValueTask KeepAsync(PlatformDb db, Answer answer, Keeping keeping, DateTimeOffset now, CancellationToken ct)
    {
        if (Key is null) return;
        var (protection, body) = await ProtectAsync(db, answer.Body, keeping, ct);
        db.Add(new IdempotencyRow
        {
            TenantId = callers.Caller.Tenant,
            Key = Key,
            Fingerprint = _fingerprint,
            CreatedAt = now,
            Status = answer.Status,
            ContentType = answer.ContentType,
            Location = answer.Location,
            ETag = answer.ETag,
            Protection = protection,
            Subjects = [.. keeping.Subjects ?? []],
            Body = body,
        });
    }

    /// <summary>Commits the key with the effect while the answer is still to come; <paramref name="awaits"/> names what it is about.</summary>
    internal void Await(PlatformDb db, Guid awaits, int status, string? location, DateTimeOffset now)
    {
        if (Key is null) return;
        db.Add(new IdempotencyRow
        {
            TenantId = callers.Caller.Tenant,
            Key = Key,
            Fingerprint = _fingerprint,
            CreatedAt = now,
            Awaits = awaits,
            AwaitedStatus = status,
            Location = location,
        });
    }

    internal async ValueTask<Answer> ReplayAsync(PlatformDb db, IdempotencyRow row, string requestId, CancellationToken ct)
    {
        var body = row.Protection switch
        {
            AnswerProtection.Plain => row.Body,
            AnswerProtection.Token => OpenAsAsker(row.Body!),
            AnswerProtection.Subjects => (await vault.RingAsync(db, row.TenantId, row.Subjects, ct)).OpenForAll(row.Subjects, row.Body, Purpose),
            _ => throw new InvalidOperationException(),
        };
        if (body is not null) return new Answer(row.Status!.Value, body, row.ContentType!, row.Location, row.ETag);
        return Answer.Refusing(row.Protection == AnswerProtection.Token ? OfAnotherKey : Erased, requestId);
    }

    // Null for any key but the one that asked: the answer holds a secret.
    private byte[]? OpenAsAsker(byte[] body)
    {
        try
        {
            return Sealing.Open(TokenKey(), body, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static Error Erased => Error.Conflict("answer_erased", "The kept answer told about somebody who was erased since.");

    private static Error OfAnotherKey => Error.Conflict("answer_of_another_key", "The kept answer holds a secret; only the API key that asked for it gets it again.");

    private const string Purpose = "idempotency";

    internal async ValueTask<(AnswerProtection, byte[])> ProtectAsync(PlatformDb db, byte[] body, Keeping keeping, CancellationToken ct)
    {
        if (keeping.Secret) return (AnswerProtection.Token, Sealing.Seal(TokenKey(), body, Purpose));
        if (keeping.Subjects is not { Count: > 0 } subjects) return (AnswerProtection.Plain, body);
        var ring = await vault.RingAsync(db, db.Tenant!.Value, subjects, ct);
        return (AnswerProtection.Subjects, ring.SealForAll(subjects, body, Purpose));
    }

    private byte[] TokenKey() => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(callers.Token), 32, info: "kyb.idempotency"u8.ToArray());
}
