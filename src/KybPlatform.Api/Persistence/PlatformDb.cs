using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KybPlatform.Api.Persistence;

/// <summary>
/// One unit of work of one tenant. Reads go through filtered sets; everything changed goes to the database with
/// <see cref="CommitAsync"/>, in one round trip and one transaction.
/// </summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options, TenantScope scope) : DbContext(options)
{
    /// <summary>The tenant that this unit of work may see; null sees and writes global tables only.</summary>
    public TenantId? Tenant => scope.Tenant;

    // Read by the query filter: compared with a tenant id, null matches no row.
    private TenantId? FilterTenant => scope.Tenant;

    /// <summary>Statements that must commit together with the tracked changes and belong to no entity (acknowledging a job).</summary>
    internal List<Npgsql.NpgsqlBatchCommand> Extra { get; } = [];

    /// <summary>Tracked rows that this unit of work read and rests on: if one of them is another version by the commit, nothing is written.</summary>
    internal HashSet<IVersioned> Unchanged { get; } = [];

    /// <summary>How many workflows led to what this unit of work does, one after the other; zero for everything that somebody or time began.</summary>
    internal int ChainDepth { get; set; }

    /// <summary>What was read ahead and is not taken yet.</summary>
    internal Dictionary<(object Lookup, Guid Key), object> Ahead { get; } = [];

    /// <summary>Writes all tracked changes in one transaction.</summary>
    /// <exception cref="ConflictException">A row changed since it was read, a lease was lost, or a unique key is taken.</exception>
    public Task CommitAsync(CancellationToken ct) => BatchCommit.RunAsync(this, ct);

    /// <summary>Begins another unit of work of the same tenant; what was not committed is given up.</summary>
    internal void Forget()
    {
        ChangeTracker.Clear();
        Extra.Clear();
        Unchanged.Clear();
        Ahead.Clear();
        ChainDepth = 0;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Use CommitAsync.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Use CommitAsync.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var id in NamedTypes.EndingWith("Id").Where(IsPublicId))
            configurationBuilder.Properties(id).HaveConversion(typeof(PublicIdConverter<>).MakeGenericType(id));
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Configure(modelBuilder);
        var filter = typeof(PlatformDb).GetMethod(nameof(FilterByTenant), BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            foreach (var property in entity.GetProperties().Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType).IsEnum))
                property.SetValueConverter(typeof(SnakeCaseEnum<>).MakeGenericType(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType));
            if (entity.ClrType.IsAssignableTo(typeof(ITenantOwned)))
                filter.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        }
        ReferByTypedId(modelBuilder);
    }

    private static void Configure(ModelBuilder model)
    {
        var apply = typeof(ModelBuilder).GetMethod(nameof(ModelBuilder.ApplyConfiguration))!;
        foreach (var type in NamedTypes.EndingWith("Configuration").OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            var meant = type.GetInterfaces().SingleOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>));
            if (meant is not null) apply.MakeGenericMethod(meant.GenericTypeArguments).Invoke(model, [Activator.CreateInstance(type)]);
        }
    }

    /// <summary>A typed id of another tenant-owned entity is a foreign key together with the tenant: no reference crosses tenants.</summary>
    private static void ReferByTypedId(ModelBuilder model)
    {
        var owned = model.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned))).ToList();
        var targets = owned.Where(e => e.FindPrimaryKey()!.Properties is [{ Name: nameof(ITenantOwned.TenantId) }, { Name: "Id" }])
            .Where(e => IsPublicId(e.FindPrimaryKey()!.Properties[1].ClrType))
            .ToDictionary(e => e.FindPrimaryKey()!.Properties[1].ClrType);
        foreach (var entity in owned)
            foreach (var property in entity.GetProperties().Where(p => !p.IsPrimaryKey() || p.PropertyInfo?.GetCustomAttribute<ReferenceAttribute>() is not null).ToList())
                if (targets.TryGetValue(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType, out var target))
                    model.Entity(entity.ClrType).HasOne(target.ClrType, null).WithMany().HasForeignKey(nameof(ITenantOwned.TenantId), property.Name)
                        .OnDelete(DeleteBehavior.Restrict);
    }

    private void FilterByTenant<T>(ModelBuilder model) where T : class, ITenantOwned =>
        model.Entity<T>().HasQueryFilter("tenant", row => row.TenantId == FilterTenant);

    private static bool IsPublicId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPublicId<>));
}

internal sealed class PublicIdConverter<T>() : ValueConverter<T, Guid>(id => id.Value, value => Create(value)) where T : struct, IPublicId<T>
{
    private static T Create(Guid value) => T.From(value);
}
