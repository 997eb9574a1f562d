using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>Turns one tracked change into one statement, from the model's own table, column and type mappings.</summary>
internal sealed class RowWriter
{
    private static readonly ConcurrentDictionary<IEntityType, RowWriter> Writers = new();
    private static readonly NpgsqlCommand ParameterFactory = new();

    private readonly string _table;
    private readonly Column[] _columns;
    private readonly Column[] _key;
    private readonly string _insert;

    private RowWriter(IEntityType type)
    {
        _table = type.GetSchemaQualifiedTableName()!;
        // What no entity holds the database fills in by itself.
        _columns = [.. type.GetProperties().Where(p => !p.IsShadowProperty()).Select(p => new Column(p))];
        _key = [.. type.FindPrimaryKey()!.Properties.Select(p => _columns.Single(c => c.Property == p))];
        _insert = $"INSERT INTO {_table} ({string.Join(", ", _columns.Select(c => c.Name))}) VALUES ({string.Join(", ", _columns.Select((_, i) => $"${i + 1}"))})";
        Depth = DepthOf(type, []);
    }

    /// <summary>How many foreign keys lead from here to a table without any.</summary>
    public int Depth { get; }

    public static RowWriter For(IEntityType type) => Writers.GetOrAdd(type, static t => new RowWriter(t));

    public NpgsqlBatchCommand Write(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => Insert(entry),
        EntityState.Modified => Update(entry),
        EntityState.Deleted => Delete(entry),
        _ => throw new InvalidOperationException($"Nothing to write for {entry.State}."),
    };

    /// <summary>Meets the row in the version that was read, or raises the stale state. Until the commit nobody changes it.</summary>
    public NpgsqlBatchCommand Expect(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand();
        var where = Where(command, entry);
        command.CommandText = $"WITH same AS (SELECT 1 FROM {_table} WHERE {where} FOR SHARE) SELECT kyb_expect_one(count(*)) FROM same";
        return command;
    }

    private NpgsqlBatchCommand Insert(EntityEntry entry)
    {
        if (entry.Entity is IVersioned versioned) versioned.Version = 1;
        var command = new NpgsqlBatchCommand(_insert);
        foreach (var column in _columns) command.Parameters.Add(column.Parameter(column.Current(entry)));
        return command;
    }

    private NpgsqlBatchCommand Update(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand();
        var sets = new List<string>();
        foreach (var column in _columns.Where(c => entry.Property(c.Property.Name).IsModified && c.Property.Name != nameof(IVersioned.Version)))
            sets.Add($"{column.Name} = ${Add(command, column, column.Current(entry))}");
        if (entry.Entity is IVersioned) sets.Add("version = version + 1");
        var where = Where(command, entry);
        if (entry.Entity is IVersioned versioned) versioned.Version++;
        command.CommandText = $"WITH changed AS (UPDATE {_table} SET {string.Join(", ", sets)} WHERE {where} RETURNING 1) SELECT kyb_expect_one(count(*)) FROM changed";
        return command;
    }

    private NpgsqlBatchCommand Delete(EntityEntry entry)
    {
        var command = new NpgsqlBatchCommand();
        var where = Where(command, entry);
        command.CommandText = $"WITH changed AS (DELETE FROM {_table} WHERE {where} RETURNING 1) SELECT kyb_expect_one(count(*)) FROM changed";
        return command;
    }

    private string Where(NpgsqlBatchCommand command, EntityEntry entry)
    {
        var terms = _key.Select(c => $"{c.Name} = ${Add(command, c, c.Original(entry))}").ToList();
        if (entry.Entity is IVersioned) terms.Add($"version = ${Add(command, _columns.Single(c => c.Property.Name == nameof(IVersioned.Version)), entry.OriginalValues[nameof(IVersioned.Version)])}");
        return string.Join(" AND ", terms);
    }

    private static int Add(NpgsqlBatchCommand command, Column column, object? value)
    {
        command.Parameters.Add(column.Parameter(value));
        return command.Parameters.Count;
    }

    private static int DepthOf(IEntityType type, HashSet<IEntityType> seen) =>
        !seen.Add(type) ? 0 : type.GetForeignKeys().Where(f => f.PrincipalEntityType != type).Select(f => 1 + DepthOf(f.PrincipalEntityType, [.. seen])).DefaultIfEmpty(0).Max();

    private sealed class Column(IProperty property)
    {
        private readonly RelationalTypeMapping _mapping = property.GetRelationalTypeMapping();
        private readonly IClrPropertyGetter _getter = property.GetGetter();

        public IProperty Property { get; } = property;
        public string Name { get; } = property.GetColumnName();

        public object? Current(EntityEntry entry) => _getter.GetClrValue(entry.Entity);

        public object? Original(EntityEntry entry) => entry.OriginalValues[Property];

        public NpgsqlParameter Parameter(object? value)
        {
            var parameter = (NpgsqlParameter)_mapping.CreateParameter(ParameterFactory, string.Empty, value, Property.IsNullable);
            parameter.ParameterName = string.Empty;
            return parameter;
        }
    }
}
