using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace KybPlatform.Api.Persistence;

internal static class PlatformDbOptions
{
    /// <summary>For requests and jobs: every command carries the tenant.</summary>
    public static DbContextOptions<PlatformDb> ForWork(NpgsqlDataSource source) =>
        Naming(new DbContextOptionsBuilder<PlatformDb>().UseNpgsql(source, Npgsql)).AddInterceptors(new TenantCommands()).Options;

    /// <summary>For migrations: the owner's connection, no tenant.</summary>
    public static DbContextOptions<PlatformDb> ForMigrations(DbConnection connection) =>
        Naming(new DbContextOptionsBuilder<PlatformDb>().UseNpgsql(connection, Npgsql)).Options;

    private static void Npgsql(Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable("__ef_migrations_history");

    private static DbContextOptionsBuilder<PlatformDb> Naming(DbContextOptionsBuilder<PlatformDb> options) =>
        options.UseSnakeCaseNamingConvention().ConfigureWarnings(w => w.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning));
}

/// <summary>What the migration tool makes a context with; it never connects.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<PlatformDb>
{
    public PlatformDb CreateDbContext(string[] args) => new(PlatformDbOptions.ForMigrations(new NpgsqlConnection("Host=nowhere")), new TenantScope());
}
