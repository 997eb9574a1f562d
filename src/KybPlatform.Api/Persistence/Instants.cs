namespace KybPlatform.Api.Persistence;

/// <summary>Instants as the database keeps them: whole microseconds.</summary>
public static class Instants
{
    public static DateTimeOffset Truncate(DateTimeOffset value) => new(value.Ticks - (value.Ticks % 10), value.Offset);
}
