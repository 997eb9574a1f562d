namespace KybPlatform.Api.Persistence;

/// <summary>A row that belongs to one tenant: filtered, guarded on write and held by row-level security.</summary>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}

/// <summary>A row whose change is refused when somebody else changed it since it was read.</summary>
public interface IVersioned
{
    /// <summary>Counts changes from 1; the ETag on the wire.</summary>
    int Version { get; set; }
}

/// <summary>The short list of tables without a tenant's wall: ids, kinds, due times and hashes only.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GlobalTableAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}

/// <summary>A typed id in a primary key that is a foreign key, too, as those outside of keys always are.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceAttribute : Attribute;
