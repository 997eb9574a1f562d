using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Http;

public enum ActorKind { User, Service, Platform, Automation, Workflow }

/// <summary>Who did something: a person, a named service key, the platform's operator, a workflow of the tenant's, or the platform by itself.</summary>
public readonly record struct Actor(ActorKind Kind, Guid Id)
{
    public static Actor Automation { get; } = new(ActorKind.Automation, Guid.Empty);
    public static Actor PlatformOperator { get; } = new(ActorKind.Platform, Guid.Empty);

    /// <summary><c>usr_…</c>, <c>key_…</c>, <c>wfl_…</c>, <c>platform</c> or <c>automation</c>.</summary>
    public override string ToString() => Kind switch
    {
        ActorKind.User => PublicId.Write("usr", Id),
        ActorKind.Service => PublicId.Write("key", Id),
        ActorKind.Platform => "platform",
        ActorKind.Automation => "automation",
        ActorKind.Workflow => PublicId.Write("wfl", Id),
        _ => throw new InvalidOperationException(),
    };
}

/// <summary>The authenticated caller of one request.</summary>
/// <param name="Tenant">Whose data it may see.</param>
/// <param name="Live">False for a <c>test</c> tenant.</param>
/// <param name="KeyId">The API key; rate limits count by it.</param>
/// <param name="ClockOffset">How far the test tenant's clock is ahead of real time; zero in live tenants.</param>
public sealed record Caller(TenantId Tenant, bool Live, Actor Actor, Guid KeyId, IReadOnlySet<string> Scopes, TimeSpan ClockOffset, int? RateLimit)
{
    /// <summary>The tenant that stands for the platform itself: its idempotency keys and audit entries.</summary>
    public static TenantId PlatformTenant { get; } = new(Guid.Empty);

    public static Caller Platform { get; } =
        new(PlatformTenant, true, Actor.PlatformOperator, Guid.Empty, new HashSet<string>(StringComparer.Ordinal), TimeSpan.Zero, null);
}

/// <summary>Finds the caller behind a bearer token; implemented where API keys live.</summary>
public interface ICallerDirectory
{
    /// <summary>Null where the token is unknown, expired or revoked. A refusal where it is known but not allowed from here.</summary>
    ValueTask<Result<Caller?>> FindAsync(string token, System.Net.IPAddress? from, CancellationToken ct);
}
