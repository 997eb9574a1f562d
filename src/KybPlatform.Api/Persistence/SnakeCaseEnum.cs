using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KybPlatform.Api.Persistence;

/// <summary>Enums are lower snake text, on the wire and in rows.</summary>
public static class SnakeCase
{
    public static string Of<T>(T value) where T : struct, Enum => Names<T>.ByValue[value];

    public static T Parse<T>(string text) where T : struct, Enum => Names<T>.ByText[text];

    public static bool TryParse<T>(string? text, out T value) where T : struct, Enum
    {
        value = default;
        return text is not null && Names<T>.ByText.TryGetValue(text, out value);
    }

    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Names<T>.Texts;

    private static class Names<T> where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
        public static readonly FrozenDictionary<string, T> ByText = ByValue.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
        public static readonly string[] Texts = [.. Enum.GetValues<T>().Select(v => ByValue[v])];
    }
}

internal sealed class SnakeCaseEnum<T>() : ValueConverter<T, string>(value => SnakeCase.Of(value), text => SnakeCase.Parse<T>(text)) where T : struct, Enum;
