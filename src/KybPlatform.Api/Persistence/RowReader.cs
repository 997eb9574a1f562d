using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace KybPlatform.Api.Persistence;

/// <summary>Turns one row into one entity, from the model's own table, columns and conversions: the way back of <see cref="RowWriter"/>.</summary>
internal sealed class RowReader
{
    private static readonly ConcurrentDictionary<IEntityType, RowReader> Readers = new();
    private readonly Type _type;
    private readonly Column[] _columns;

    private RowReader(IEntityType type)
    {
        _type = type.ClrType;
        _columns = [.. type.GetProperties().Select(p => new Column(p))];
        Select = $"SELECT {string.Join(", ", _columns.Select(c => c.Name))} FROM {type.GetSchemaQualifiedTableName()} WHERE tenant_id = $1 AND ";
    }

    /// <summary>All columns, of the tenant in <c>$1</c>; a condition is to follow.</summary>
    public string Select { get; }

    public static RowReader For(IEntityType type) => Readers.GetOrAdd(type, static t => new RowReader(t));

    public object Read(NpgsqlDataReader row)
    {
        // Every mapped member is set below, and entities have no others.
        var entity = RuntimeHelpers.GetUninitializedObject(_type);
        for (var i = 0; i < _columns.Length; i++)
            if (!row.IsDBNull(i)) _columns[i].Set(entity, row, i);
        return entity;
    }

    private sealed class Column
    {
        private readonly FieldInfo? _field;
        private readonly PropertyInfo? _property;
        private readonly Func<object?, object?>? _convert;
        private readonly Func<NpgsqlDataReader, int, object> _read;

        public Column(IProperty property)
        {
            Name = property.GetColumnName();
            var member = property.GetMemberInfo(forMaterialization: true, forSet: true);
            (_field, _property) = (member as FieldInfo, member as PropertyInfo);
            ValueConverter? converter = property.GetRelationalTypeMapping().Converter;
            _convert = converter?.ConvertFromProvider;
            _read = Reading(Nullable.GetUnderlyingType(converter?.ProviderClrType ?? property.ClrType) ?? converter?.ProviderClrType ?? property.ClrType);
        }

        public string Name { get; }

        public void Set(object entity, NpgsqlDataReader row, int i)
        {
            var value = _read(row, i);
            var converted = _convert is null ? value : _convert(value);
            if (_field is not null) _field.SetValue(entity, converted);
            else _property!.SetValue(entity, converted);
        }

        private static Func<NpgsqlDataReader, int, object> Reading(Type type) =>
            type == typeof(Guid) ? static (r, i) => r.GetGuid(i)
            : type == typeof(string) ? static (r, i) => r.GetString(i)
            : type == typeof(int) ? static (r, i) => r.GetInt32(i)
            : type == typeof(long) ? static (r, i) => r.GetInt64(i)
            : type == typeof(bool) ? static (r, i) => r.GetBoolean(i)
            : type == typeof(double) ? static (r, i) => r.GetDouble(i)
            : type == typeof(byte[]) ? static (r, i) => r.GetFieldValue<byte[]>(i)
            : type == typeof(DateTimeOffset) ? static (r, i) => r.GetFieldValue<DateTimeOffset>(i)
            : type == typeof(DateOnly) ? static (r, i) => r.GetFieldValue<DateOnly>(i)
            : type == typeof(DateOnly[]) ? static (r, i) => r.GetFieldValue<DateOnly[]>(i)
            : type == typeof(TimeSpan) ? static (r, i) => r.GetTimeSpan(i)
            : type == typeof(string[]) ? static (r, i) => r.GetFieldValue<string[]>(i)
            : type == typeof(Guid[]) ? static (r, i) => r.GetFieldValue<Guid[]>(i)
            : throw new NotSupportedException($"No reading for {type}.");
    }
}
