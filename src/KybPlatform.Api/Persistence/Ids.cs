namespace KybPlatform.Api.Persistence;

/// <summary>Names one customer of the platform.</summary>
public readonly record struct OrganizationId(Guid Value) : IPublicId<OrganizationId>
{
    public static string Prefix => "org";
    public static OrganizationId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names one tenant, the unit of isolation. Leads every key of every tenant-owned row.</summary>
public readonly record struct TenantId(Guid Value) : IPublicId<TenantId>
{
    public static string Prefix => "tnt";
    public static TenantId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}

/// <summary>Names whoever acted: a user (<c>usr_…</c>), a service key (<c>key_…</c>) or the platform itself.</summary>
public readonly record struct EventId(Guid Value) : IPublicId<EventId>
{
    public static string Prefix => "evt";
    public static EventId From(Guid value) => new(value);
    public override string ToString() => PublicId.Write(this);
}
