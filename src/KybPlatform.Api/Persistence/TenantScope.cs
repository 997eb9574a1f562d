namespace KybPlatform.Api.Persistence;

/// <summary>Whose data the current unit of work may see. Unset sees nothing.</summary>
public sealed class TenantScope
{
    public TenantId? Tenant { get; private set; }

    /// <summary>Fixes the tenant once; a scope never moves from one tenant to another.</summary>
    public void Enter(TenantId tenant)
    {
        if (Tenant is { } held && held != tenant)
            throw new InvalidOperationException("A unit of work belongs to one tenant.");
        Tenant = tenant;
    }
}
