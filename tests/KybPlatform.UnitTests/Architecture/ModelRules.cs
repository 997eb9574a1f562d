using System.Reflection;
using AwesomeAssertions;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class ModelRules
{
    [Fact]
    public void Every_table_is_owned_by_tenants_or_on_the_short_list_of_global_ones() => Homeless(Model).ShouldBeNone();

    [Fact]
    public void The_tenant_leads_every_key_every_unique_index_and_every_foreign_key_of_owned_tables() => NotLed(Model).ShouldBeNone();

    [Fact]
    public void Every_owned_table_is_filtered_by_tenant() => Unfiltered(Model).ShouldBeNone();

    [Fact]
    public void No_column_takes_its_value_from_a_counter() => Counted(Model).ShouldBeNone();

    [Fact]
    public void The_migrations_make_what_the_model_says()
    {
        using var db = Context();

        db.Database.HasPendingModelChanges().Should().BeFalse("a change of the model comes with its migration");
    }

    [Fact]
    public void The_rules_see_tables_that_break_them()
    {
        using var db = new Planted();

        Homeless(db.Model).Should().Equal(nameof(Stray));
        Unfiltered(db.Model).Should().Equal(nameof(Leaky));
        Counted(db.Model).Should().BeEquivalentTo("Leaky.Id", "Stray.Id");
        NotLed(db.Model).Should().BeEquivalentTo(
            ["Leaky: key Id", "Leaky: index Email", "Leaky: foreign key ParentId"]);
    }

    private static IModel Model { get; } = Build();

    private static IModel Build()
    {
        using var db = Context();
        return db.GetService<IDesignTimeModel>().Model;
    }

    private static PlatformDb Context() => new(PlatformDbOptions.ForMigrations(new NpgsqlConnection("Host=nowhere")), new TenantScope());

    private static IEnumerable<IEntityType> Owned(IModel model) => model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned)));

    private static IEnumerable<string> Homeless(IModel model) =>
        model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(ITenantOwned)) == (e.ClrType.GetCustomAttribute<GlobalTableAttribute>() is { Why.Length: > 0 })).Select(e => e.ClrType.Name);

    private static IEnumerable<string> NotLed(IModel model)
    {
        foreach (var entity in Owned(model))
        {
            foreach (var key in entity.GetKeys().Where(k => !IsLed(k.Properties))) yield return $"{entity.ClrType.Name}: key {Names(key.Properties)}";
            foreach (var index in entity.GetIndexes().Where(i => i.IsUnique && !IsLed(i.Properties))) yield return $"{entity.ClrType.Name}: index {Names(index.Properties)}";
            foreach (var foreign in entity.GetForeignKeys().Where(f => !IsLed(f.Properties) || !IsLedAbroad(f))) yield return $"{entity.ClrType.Name}: foreign key {Names(foreign.Properties)}";
        }
    }

    private static IEnumerable<string> Unfiltered(IModel model) => Owned(model).Where(e => e.GetDeclaredQueryFilters().All(f => f.Key != "tenant")).Select(e => e.ClrType.Name);

    private static IEnumerable<string> Counted(IModel model) =>
        model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ValueGenerated != ValueGenerated.Never).Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}");

    private static bool IsLed(IReadOnlyList<IReadOnlyProperty> properties) => properties[0].Name == nameof(ITenantOwned.TenantId);

    // Of a global table, the tenants' own list is the one that a row may lean on, by its tenant.
    private static bool IsLedAbroad(IReadOnlyForeignKey foreign) => IsLed(foreign.PrincipalKey.Properties) || foreign.PrincipalEntityType.ClrType == typeof(Api.Tenancy.Tenant);

    private static string Names(IReadOnlyList<IReadOnlyProperty> properties) => string.Join('+', properties.Select(p => p.Name));

    private sealed class Leaky : ITenantOwned
    {
        public TenantId TenantId { get; init; }
        public Guid Id { get; init; }
        public Guid? ParentId { get; init; }
        public string? Email { get; init; }
    }

    private sealed class Stray
    {
        public long Id { get; init; }
    }

    private sealed class Planted : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql("Host=nowhere");

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<TenantId>().HaveConversion<PublicIdConverter<TenantId>>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Leaky>().HasKey(l => l.Id);
            modelBuilder.Entity<Leaky>().HasIndex(l => l.Email).IsUnique();
            modelBuilder.Entity<Leaky>().HasOne<Leaky>().WithMany().HasForeignKey(l => l.ParentId);
            modelBuilder.Entity<Stray>();
        }
    }
}
